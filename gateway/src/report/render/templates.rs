//! Templates: pages and parts of documents, in which every value printed is text and no markup.

use std::fmt::Write as _;

use chassis::Refusal;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, escape_formatter,
};
use serde::Serialize;

/// Reads templates; names that end in html or xml are escaped.
pub(crate) fn read(sources: &[(&'static str, &'static str)]) -> Environment<'static> {
    let mut templates = Environment::new();
    match SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        Ok(syntax) => templates.set_syntax(syntax),
        Err(cause) => tracing::error!(%cause, "the syntax of templates cannot be set"),
    }
    templates.set_formatter(escaped);
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, source) in sources {
        if let Err(cause) = templates.add_template(name, source) {
            tracing::error!(name, %cause, "a template cannot be read");
        }
    }
    templates
}

/// Renders one of them.
///
/// # Errors
/// `INTERNAL`, as when a template has a fault.
pub(crate) fn render(
    templates: &Environment<'static>,
    name: &str,
    context: &impl Serialize,
) -> Result<String, Refusal> {
    let template = templates.get_template(name);
    let text = template.and_then(|template| template.render(Value::from(Serde(context))));
    text.map_err(|cause| Refusal::internal(&format!("{cause:#}")))
}

/// Writes a value so that it is text wherever it stands; slashes stay, so that links can be read.
fn escaped(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let text = value.as_str().filter(|_| *state.auto_escape() == AutoEscape::Html);
    let Some(text) = text.filter(|_| !value.is_safe()) else {
        return escape_formatter(out, state, value);
    };
    for letter in text.chars() {
        match letter {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            // What XML 1.0 §2.2 does not take would spoil the whole document.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            other => out.write_char(other)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_become_markup_nor_spoil_a_document() {
        let templates = read(&[("a.xml", "<t a=\"{{ v }}\">{{ v }}</t>")]);
        let context = std::collections::BTreeMap::from([("v", "<a href='/x'>&\u{1}\"")]);
        let text = render(&templates, "a.xml", &context).expect("a text");
        let value = "&lt;a href=&#39;/x&#39;&gt;&amp;&quot;";
        assert_eq!(text, format!("<t a=\"{value}\">{value}</t>"));
    }
}
