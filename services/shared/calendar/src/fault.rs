//! Why a text is not a calendar.

use std::fmt;

/// The first line of a text that is not a line of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The number of the line, from 1 for the header.
    pub line: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a line of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The first line is not the header.
    Header,
    /// The line has not four columns.
    Columns,
    /// The year is no number.
    Year,
    /// The day is not written 2023-01-02, or is of another year than the line's or the one before.
    Day,
    /// The kind is neither `rest` nor `work`.
    Kind,
    /// The day has a line already.
    Repeated,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self.problem {
            Problem::Header => "the header should be year,day,kind,notice",
            Problem::Columns => "there should be four columns",
            Problem::Year => "the year should be a number",
            Problem::Day => "the day should be a date of the year or of the year before",
            Problem::Kind => "the kind should be rest or work",
            Problem::Repeated => "the day has a line already",
        };
        write!(f, "line {} of the calendar: {problem}", self.line)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        let problem = match self.problem {
            Problem::Header => "首行应为 year,day,kind,notice",
            Problem::Columns => "应有四列",
            Problem::Year => "年份应为数字",
            Problem::Day => "日期应为该年或上一年的日期，如 2023-01-02",
            Problem::Kind => "类别应为 rest 或 work",
            Problem::Repeated => "该日期已有一行",
        };
        format!("工作日历第 {} 行：{problem}", self.line)
    }
}
