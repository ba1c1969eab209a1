//! Shows how far long work has come: bars on a terminal, a plain line a piece of work elsewhere.

use std::io::{IsTerminal, stderr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::fill::Progress;

/// How a bar is drawn.
const TEMPLATE: &str = "{msg:<48!} {bar:24} {pos:>6}/{len:<6} {elapsed:>4}";
/// The same of work whose end is not known.
const ENDLESS: &str = "{msg:<48!} {spinner} {pos:>6} {elapsed:>4}";

/// The progress of one piece of work after another, on the error stream.
pub struct Bars {
    is_terminal: bool,
    current: Mutex<Option<Current>>,
}

struct Current {
    bar: ProgressBar,
    label: String,
    begun: Instant,
}

impl Bars {
    /// Draws bars if the error stream is a terminal, and writes lines otherwise.
    pub fn new() -> Self {
        Self { is_terminal: stderr().is_terminal(), current: Mutex::new(None) }
    }

    /// Says how far the work has come; it may come further than was expected.
    pub fn reach(&self, done: u64) {
        self.with(|current| {
            if let Some(current) = current {
                if let Some(length) = current.bar.length() {
                    current.bar.set_length(length.max(done));
                }
                current.bar.set_position(done);
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut Option<Current>) -> T) -> T {
        act(&mut self.current.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for Bars {
    fn default() -> Self {
        Self::new()
    }
}

impl Progress for Bars {
    fn begin(&self, label: &str, total: u64) {
        let target = if self.is_terminal {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let length = Some(total).filter(|total| *total > 0);
        let bar = ProgressBar::with_draw_target(length, target);
        let template = if length.is_some() { TEMPLATE } else { ENDLESS };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(label.to_owned());
        let begun = Instant::now();
        self.with(|current| *current = Some(Current { bar, label: label.to_owned(), begun }));
    }

    fn advance(&self, by: u64) {
        self.with(|current| {
            if let Some(current) = current {
                current.bar.inc(by);
            }
        });
    }

    fn end(&self) {
        let Some(current) = self.with(Option::take) else { return };
        if self.is_terminal {
            current.bar.finish();
        } else {
            let done = current.bar.position();
            let elapsed_ms = current.begun.elapsed().as_millis();
            eprintln!("{}: {done}, {elapsed_ms} ms", current.label);
        }
    }
}
