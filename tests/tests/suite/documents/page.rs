//! The report as a page: its words, and what paper has apart from them.

/// The report as a page, which the other renderings are held against.
pub(super) struct Page {
    pub(super) words: String,
    /// The heads of its tables, the longest first: on paper every page of a table repeats them.
    heads: Vec<String>,
    /// The rows of its tables.
    pub(super) rows: Vec<String>,
    /// Its footnotes, in order.
    pub(super) notes: Vec<String>,
    /// What stands above its charts.
    pub(super) captions: Vec<String>,
    /// The words inside its drawings, which are no part of its text.
    pub(super) drawings: Vec<String>,
}

impl Page {
    pub(super) fn read(html: &str) -> Self {
        let article = html.split_once("<article").expect("an article").1;
        let article = article.split_once("</article>").expect("its end").0;
        let (before, rest) = article.split_once("<nav").expect("a table of contents");
        let article = format!("<article{before}{}", rest.split_once("</nav>").expect("its end").1);
        let captions = all(&article, "<figcaption", "</figcaption>");
        let drawn = without(&article, "<title>", "</title>");
        let drawings = all(&drawn, "<svg", "</svg>");
        // A drawing has no number that its table has not.
        let article = without(&article, "<svg", "</svg>");
        let mut heads: Vec<_> = all(&article, "<thead", "</thead>");
        heads.sort_by_key(|head| std::cmp::Reverse(head.len()));
        heads.dedup();
        let rows = all(&article, "<tr", "</tr>");
        let notes = all(&article, "<li id=\"note-", "</li>").into_iter();
        let notes = notes.map(|note| note.trim_end_matches('↩').to_owned()).collect();
        let words = text_of(&without(&article, "<ol class=\"notes\"", "</ol>"));
        let page = Self { words: String::new(), heads, rows, notes, captions, drawings };
        Self { words: page.without_heads(&words), ..page }
    }

    pub(super) fn without_heads(&self, text: &str) -> String {
        self.heads.iter().fold(text.to_owned(), |text, head| text.replace(head, ""))
    }
}

/// Markup without its parts from one tag to another.
fn without(markup: &str, from: &str, to: &str) -> String {
    let mut parts = markup.split(from);
    let mut left = parts.next().unwrap_or_default().to_owned();
    left.extend(parts.filter_map(|part| Some(part.split_once(to)?.1)));
    left
}

/// The texts of the parts from one tag to another.
fn all(markup: &str, from: &str, to: &str) -> Vec<String> {
    let parts = markup.split(from).skip(1).filter_map(|part| Some(part.split_once(to)?.0));
    parts.map(|part| text_of(&format!("<{part}"))).collect()
}

pub(super) fn text_of(markup: &str) -> String {
    let text: String = markup.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain(&text.replace("&#39;", "'").replace("&amp;", "&"))
}

/// A text without what only lays it out: spaces, and hyphens that stand where a line was broken.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{ad}').collect()
}
