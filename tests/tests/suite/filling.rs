//! Other people's forms: filled in over HTTP, formats kept, with a list of the sources.

use std::io::{Cursor, Read as _, Write as _};
use std::net::SocketAddr;

use rust_xlsxwriter::{Format, Workbook};
use tests::{each_database, start_county};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Sends bytes and reads the status and the body as it came.
async fn post(address: SocketAddr, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("connected");
    let head = format!(
        "POST {path} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.write_all(body).await.expect("sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("read");
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    let status = String::from_utf8_lossy(&bytes[9..12]).parse().expect("a number");
    (status, bytes.split_off(end + 4))
}

fn part(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}

fn workbook(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = Format::new().set_bold().set_num_format("#,##0.0");
    sheet.write_string(0, 0, "{{division}}{{period}}情况").expect("written");
    sheet.write_string_with_format(1, 0, text, &format).expect("written");
    sheet.write_string(2, 0, format!("企业 {text} 户")).expect("written");
    book.save_to_buffer().expect("a workbook")
}

fn document(body: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("[Content_Types].xml", "<Types></Types>".to_owned()),
        ("word/media/image1.png", "not touched {{code}}".to_owned()),
        (
            "word/document.xml",
            format!(
                "<w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p>\
                 <w:sectPr/></w:body></w:document>"
            ),
        ),
    ] {
        writer.start_file(name, options).expect("a part");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("a package").into_inner()
}

const PATH: &str = "/v1/divisions/421222/forms/2023";
const CODE: &str = "{{industry.above_scale.total}}";

#[tokio::test(flavor = "multi_thread")]
async fn forms_come_back_filled_in_with_the_sources_of_their_values() {
    each_database(async |database| {
        let county = start_county(database).await;
        let (status, filled) = post(county.http, PATH, &workbook(CODE)).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&filled));
        let before = part(&workbook(CODE), "xl/styles.xml");
        assert_eq!(part(&filled, "xl/styles.xml"), before, "formats stay as they are");
        let strings = part(&filled, "xl/sharedStrings.xml");
        assert!(strings.contains("通城县2023年"), "{strings}");
        assert!(!strings.contains("{{"), "{strings}");
        let sources = part(&filled, "xl/worksheets/xianzhi_sources.xml");
        for due in ["industry.above_scale.total", "/v1/divisions/421222/figures/"] {
            assert!(sources.contains(due), "{sources}");
        }
        assert!(part(&filled, "xl/workbook.xml").contains("数据来源"));

        let (status, filled) =
            post(county.http, PATH, &document("共{{industry.above_scale.total}}")).await;
        assert_eq!(status, 200);
        let text = part(&filled, "word/document.xml");
        assert!(
            !text.contains("{{") && text.ends_with("<w:sectPr/></w:body></w:document>"),
            "{text}"
        );
        assert!(text.contains("数据来源"));
        assert_eq!(part(&filled, "word/media/image1.png"), "not touched {{code}}");

        let (status, refused) =
            post(county.http, PATH, &document("{{no.such}} {{nor.this}}")).await;
        let refused = String::from_utf8_lossy(&refused).into_owned();
        assert_eq!(status, 400, "{refused}");
        assert!(refused.contains("no.such") && refused.contains("nor.this"), "{refused}");
        assert_eq!(post(county.http, PATH, b"no package").await.0, 400);
        county.stop().await;
    })
    .await;
}

/// The values of a filled county stand in the cells, as text and as numbers with the cell's format,
/// and the list of sources says the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_over_a_filled_county_holds_what_the_figures_are() {
    crate::filled::over_the_demo_once(async |county| {
        let path = format!("{PATH}?as_of={}", crate::filled::CUTOFF);
        let figures = [
            ("industry.above_scale.total", "121家"),
            ("industry.project_profile.investment", "2.1亿元"),
            ("governance.reception.visits", "2290余人次"),
        ];
        for (code, due) in figures {
            let (status, filled) =
                post(county.http, &path, &workbook(&format!("{{{{{code}}}}}"))).await;
            assert_eq!(status, 200, "{code}: {}", String::from_utf8_lossy(&filled));
            let strings = part(&filled, "xl/sharedStrings.xml");
            assert!(strings.contains(&format!("企业 {due} 户")), "{code}: {strings}");
            let sources = part(&filled, "xl/worksheets/xianzhi_sources.xml");
            assert!(sources.contains(due) && sources.contains(code), "{code}: {sources}");
        }
        let number = "{{industry.above_scale.total|value}}";
        let (status, filled) = post(county.http, &path, &workbook(number)).await;
        assert_eq!(status, 200);
        let cells = part(&filled, "xl/worksheets/sheet1.xml");
        assert!(cells.contains("<v>121</v>"), "a number is a number: {cells}");
        let text =
            document("在库{{industry.above_scale.total}}，接访{{governance.reception.visits}}");
        let (status, filled) = post(county.http, &path, &text).await;
        assert_eq!(status, 200);
        let text = part(&filled, "word/document.xml");
        assert!(text.contains("在库121家，接访2290余人次"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_has_a_page_that_fills_forms_in_and_says_there_what_is_wrong() {
    each_database(async |database| {
        let county = start_county(database).await;
        let desk = "/desk/421222/fill";
        let page = crate::http::get(county.http, desk, &[("accept", "text/html")]).await;
        assert!(page.body.contains("name=\"file\"") && page.body.contains("{{指标代码}}"));
        let send = async |form: &[u8], period: &str| {
            let mut body = format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"period\"\r\n\r\n{period}\r\n\
                 --frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\
                 \r\n\r\n"
            )
            .into_bytes();
            body.extend_from_slice(form);
            body.extend_from_slice(b"\r\n--frontier--\r\n");
            let mut stream = tokio::net::TcpStream::connect(county.http).await.expect("connected");
            let head = format!(
                "POST {desk} HTTP/1.0\r\nHost: {}\r\nAccept: text/html\r\nContent-Length: {}\r\n\
                 Content-Type: multipart/form-data; boundary=frontier\r\n\r\n",
                county.http,
                body.len()
            );
            stream.write_all(head.as_bytes()).await.expect("sent");
            stream.write_all(&body).await.expect("sent");
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).await.expect("read");
            let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
            let status: u16 = String::from_utf8_lossy(&bytes[9..12]).parse().expect("a number");
            (status, bytes.split_off(end + 4))
        };
        let (status, filled) = send(&workbook(CODE), "2023").await;
        assert_eq!(status, 200);
        let texts = part(&filled, "xl/sharedStrings.xml");
        assert!(texts.contains("通城县") && !texts.contains(CODE), "{texts}");
        let (status, page) = send(&workbook("{{no.such.code}}"), "2023").await;
        let page = String::from_utf8(page).expect("a page");
        assert_eq!(status, 400);
        assert!(page.contains("role=\"alert\"") && page.contains("no.such.code"), "{page}");
        let (status, _) = send(b"", "2023").await;
        assert_eq!(status, 400, "no form was chosen");
        county.stop().await;
    })
    .await;
}
