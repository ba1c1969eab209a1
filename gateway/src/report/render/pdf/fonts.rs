//! Fonts: those of GB/T 9704 where this machine has them, else open ones; none is shipped.

use std::sync::LazyLock;

use chassis::Refusal;
use proto::ledger::v1::Reason;
use serde::Serialize;
use typst::text::FontBook;
use typst_kit::fonts::{FontStore, system};

/// The fonts of this machine; looked for once.
pub(super) static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut fonts = FontStore::new();
    fonts.extend(system());
    fonts
});

/// Open fonts that have all Chinese letters, the best first.
const OPEN_SERIF: [&str; 3] = ["Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"];
/// As [`OPEN_SERIF`], without serifs.
const OPEN_SANS: [&str; 6] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
];

/// The font of each kind of text, by the name that this machine knows it by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Fonts {
    /// 小标宋
    title: String,
    /// 仿宋
    body: String,
    /// 黑体
    black: String,
    /// 楷体
    script: String,
    /// 宋体
    song: String,
}

impl Fonts {
    /// Chooses among the fonts of a book.
    ///
    /// # Errors
    /// `FONT_MISSING` when none has Chinese letters.
    pub(super) fn choose(book: &FontBook) -> Result<Self, Refusal> {
        let title = ["FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05"];
        let body = ["FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong"];
        let script = ["KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "AR PL UKai CN"];
        let (black, song) = (["SimHei", "黑体", "STHeiti"], ["SimSun", "宋体", "STSong"]);
        Ok(Self {
            title: first(book, &title, &OPEN_SERIF, &OPEN_SANS)?,
            body: first(book, &body, &OPEN_SERIF, &OPEN_SANS)?,
            black: first(book, &black, &OPEN_SANS, &OPEN_SERIF)?,
            script: first(book, &script, &OPEN_SERIF, &OPEN_SANS)?,
            song: first(book, &song, &OPEN_SERIF, &OPEN_SANS)?,
        })
    }
}

/// The first font that there is.
fn first(
    book: &FontBook,
    wished: &[&str],
    open: &[&str],
    last: &[&str],
) -> Result<String, Refusal> {
    let mut names = wished.iter().chain(open).chain(last);
    let known = |name: &&&str| book.contains_family(&name.to_lowercase());
    names.find(known).map(|name| (*name).to_owned()).ok_or_else(|| {
        Refusal::new(
            Reason::FontMissing,
            "no font with Chinese letters is installed here; on Debian: apt install fonts-noto-cjk",
            "本机没有中文字体，无法排印 PDF；Debian 上请安装：apt install fonts-noto-cjk",
        )
        .with("package", "fonts-noto-cjk")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_chinese_font_the_package_to_install_is_named() {
        let refusal = Fonts::choose(&FontBook::new()).expect_err("no fonts");
        assert_eq!(refusal.reason, Reason::FontMissing);
        assert!(refusal.message_zh.contains("fonts-noto-cjk"), "{}", refusal.message_zh);
        assert!(refusal.message.contains("fonts-noto-cjk"), "{}", refusal.message);
    }
}
