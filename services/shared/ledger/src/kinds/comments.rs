//! What the contracts say in comments, for forms, templates and descriptions.

use std::collections::HashMap;
use std::sync::OnceLock;

use prost_reflect::FileDescriptor;

use super::pool;

/// By file and place.
type Comments = HashMap<String, HashMap<Vec<i32>, String>>;

/// The comment of the declaration at a place of a contract; empty where there is none.
pub fn comment(file: &FileDescriptor, path: &[i32]) -> &'static str {
    static COMMENTS: OnceLock<Comments> = OnceLock::new();
    let of = |file: FileDescriptor| (file.name().to_owned(), of_file(&file));
    let all = COMMENTS.get_or_init(|| pool().files().map(of).collect());
    all.get(file.name()).and_then(|places| places.get(path)).map_or("", String::as_str)
}

fn of_file(file: &FileDescriptor) -> HashMap<Vec<i32>, String> {
    let described = file.file_descriptor_proto();
    let locations = described.source_code_info.iter().flat_map(|info| &info.location);
    let commented = locations.filter_map(|location| {
        let texts = [&location.leading_comments, &location.trailing_comments];
        let lines = texts.into_iter().flatten().flat_map(|text| text.lines()).map(str::trim);
        // The mark below which acts stand is no word about the first of them.
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("---"));
        let said = lines.collect::<Vec<_>>().join(" ");
        (!said.is_empty()).then(|| (location.path.clone(), said))
    });
    commented.collect()
}
