//! The same PDF every time: svg2pdf writes fonts and resources in the order of hash maps, which are
//! seeded at random.
//!
//! Entries of resource dictionaries are sorted, objects renumbered in the order in which they are
//! reached from the root and written in that order. Only what pdf-writer produces has to be
//! understood: one cross-reference table, an entry a line, streams after their dictionaries.

use std::collections::BTreeMap;
use std::ops::Range;

/// The file with its objects in canonical order; `None` if it is not of the expected form.
pub(super) fn canonical(pdf: &[u8]) -> Option<Vec<u8>> {
    let table = number(&pdf[find_last(pdf, b"startxref")? + 9..])?;
    let mut starts = offsets(pdf.get(table..)?)?;
    starts.sort_by_key(|&(_, start)| start);
    let mut objects: BTreeMap<usize, (Vec<u8>, &[u8])> = BTreeMap::new();
    for (k, &(object, start)) in starts.iter().enumerate() {
        let end = starts.get(k + 1).map_or(table, |next| next.1);
        let body = pdf.get(start..end)?;
        let head = body.windows(8).position(|w| w == b"\nstream\n").unwrap_or(body.len());
        let number = body.iter().position(|&b| b == b' ')?;
        objects.insert(object, (sorted(&body[number..head]), &body[head..]));
    }

    let trailer = &pdf[table + find_last(&pdf[table..], b"trailer")?..];
    let mut order: Vec<usize> = Vec::new();
    let mut waiting: Vec<usize> = references(trailer).map(|(_, object)| object).collect();
    waiting.reverse();
    while let Some(object) = waiting.pop() {
        if !order.contains(&object) {
            order.push(object);
            let inner: Vec<usize> = references(&objects.get(&object)?.0).map(|(_, object)| object).collect();
            waiting.extend(inner.into_iter().rev());
        }
    }
    let fresh: BTreeMap<usize, usize> = order.iter().enumerate().map(|(k, &old)| (old, k + 1)).collect();

    let mut out = pdf[..starts.first()?.1].to_vec();
    let mut places = Vec::new();
    for (k, object) in order.iter().enumerate() {
        let (head, stream) = objects.get(object)?;
        places.push(out.len());
        out.extend((k + 1).to_string().into_bytes());
        renumber(head, &fresh, &mut out)?;
        out.extend(*stream);
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f\r\n", places.len() + 1).into_bytes());
    for place in &places {
        out.extend(format!("{place:010} 00000 n\r\n").into_bytes());
    }
    let size = format!("trailer\n<<\n  /Size {}\n", places.len() + 1);
    out.extend(size.into_bytes());
    let roots = trailer.windows(7).position(|w| w == b"  /Root")?;
    let close = find_last(trailer, b"startxref")?;
    renumber(trailer.get(roots..close)?, &fresh, &mut out)?;
    out.extend(format!("startxref\n{table}\n%%EOF").into_bytes());
    Some(out)
}

/// A dictionary whose neighbouring lines `/name n 0 R` are in the order of their names.
fn sorted(head: &[u8]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = head.split_inclusive(|&b| b == b'\n').collect();
    let is_entry = |line: &&[u8]| line.trim_ascii_start().starts_with(b"/") && line.ends_with(b" 0 R\n");
    for run in lines.chunk_by_mut(|a, b| is_entry(a) && is_entry(b)) {
        run.sort_by_key(|line| {
            line.split(|&b| b == b'/').nth(1).map(|name| {
                let end = name.iter().position(|&b| b == b' ').unwrap_or(name.len());
                (end, name[..end].to_vec())
            })
        });
    }
    lines.concat()
}

/// Numbers of the objects in use and where they start.
fn offsets(table: &[u8]) -> Option<Vec<(usize, usize)>> {
    let head = table.strip_prefix(b"xref\n0 ")?;
    let count = number(head)?;
    let lines = &head[head.iter().position(|&b| b == b'\n')? + 1..];
    let used = (0..count).filter_map(|k| {
        let line = lines.get(20 * k..20 * k + 20)?;
        (line[17] == b'n').then(|| number(line).map(|start| (k, start)))?
    });
    Some(used.collect())
}

/// References `n 0 R` with their places.
fn references(text: &[u8]) -> impl Iterator<Item = (Range<usize>, usize)> + '_ {
    let ends = (0..text.len().saturating_sub(3)).filter(|&k| &text[k..k + 4] == b" 0 R");
    ends.filter_map(|end| {
        let digits = text[..end].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        Some((end - digits..end, number(&text[end - digits..end])?))
    })
}

fn renumber(text: &[u8], fresh: &BTreeMap<usize, usize>, out: &mut Vec<u8>) -> Option<()> {
    let mut done = 0;
    for (place, object) in references(text) {
        out.extend(&text[done..place.start]);
        out.extend(fresh.get(&object)?.to_string().into_bytes());
        done = place.end;
    }
    out.extend(&text[done..]);
    Some(())
}

/// The number at the start of a text, after white space.
fn number(text: &[u8]) -> Option<usize> {
    let text = text.trim_ascii_start();
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

fn find_last(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).rposition(|w| w == what)
}
