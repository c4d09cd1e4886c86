//! How a demonstration of an unsolved exercise ends.

use std::panic::{self, PanicHookInfo};
use std::path::Path;
use std::process;
use std::sync::Once;

use super::output::tell;

/// From now on a `todo!()` in an exercise ends the program with status 1 and one line on
/// standard error, which names the exercise and its page. Other panics stay as they are.
pub fn report_todo() {
    let as_before = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        let Some(line) = unsolved(panicked) else {
            return as_before(panicked);
        };
        // Another thread may reach one at the same moment: the first ends the program.
        static FIRST: Once = Once::new();
        FIRST.call_once(|| {
            let _ = tell(format_args!("error: {line}"));
            process::exit(1);
        });
    }));
}

/// Where in an exercise a `todo!()` is, what it says, and where the page is.
fn unsolved(panicked: &PanicHookInfo<'_>) -> Option<String> {
    let payload = panicked.payload();
    let said = payload.downcast_ref::<&str>().copied();
    let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str))?;
    let place = panicked.location()?;
    let path = normalized(place.file());
    if !said.starts_with("not yet implemented") || !path.contains("exercises/") {
        return None;
    }
    let page = Path::new(&path).with_extension("md");
    let (line, page) = (place.line(), page.display());
    Some(format!("{path}:{line}: {said}; its page: {page}"))
}

/// `path` without its `folder/../`, and with `/` on every system.
fn normalized(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split(['/', '\\']) {
        if part == ".." && parts.last().is_some_and(|&last| last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn a_path_goes_nowhere_and_back() {
        let path = normalized(r"ch04-countup\examples\../exercises/call_later.rs");
        assert_eq!(path, "ch04-countup/exercises/call_later.rs");
        assert_eq!(normalized("../a/./b.rs"), "../a/./b.rs");
    }
}
