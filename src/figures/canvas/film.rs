//! Drawings one after the other: an animated GIF.

use super::drawing::{DrawError, Drawing, Raster};
use gif::{DisposalMethod, Encoder, Frame, Repeat};
use rayon::prelude::*;
use std::collections::HashMap;

type Rgb = [u8; 3];

/// Colours of a GIF less the one that stands for "as before".
const COLOURS: usize = 255;
/// The colour of a pixel that stays as it is.
const STAYS: u8 = 255;
/// The last picture stays so many times longer.
const PAUSE: u16 = 15;

/// How drawings become a film.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Film {
    /// Pixels per point (1/72 inch).
    pub pixels_per_point: f64,
    /// Pictures a second, 1 to 50; the format counts hundredths of a second.
    pub rate: u16,
}

impl Film {
    /// The GIF file, repeated for ever, the last picture shown longer. The palette is made of the colours of most pixels of
    /// all pictures, for drawings are flat; the rare ones between, of the edges of letters, take the nearest. A pixel that
    /// stays is left out. `done` is called for every picture rendered. The same drawings give the same bytes.
    ///
    /// # Errors
    /// If there are no drawings, or they differ in size, or are too large for the format (65 535 pixels).
    pub fn gif(self, drawings: &[Drawing], done: &(dyn Fn() + Sync)) -> Result<Vec<u8>, DrawError> {
        let render = |drawing: &Drawing| {
            let raster = drawing.raster(self.pixels_per_point);
            done();
            raster
        };
        let pictures = drawings.par_iter().map(render).collect::<Result<Vec<Raster>, _>>()?;
        let wrong = |what: String| DrawError::Gif(what);
        let size = |r: &Raster| (r.width, r.height);
        let Some((width, height)) = pictures.first().map(size) else { return Err(wrong("there are none".into())) };
        if let Some(k) = pictures.iter().position(|r| size(r) != (width, height)) {
            return Err(wrong(format!("number {k} is not of the size {width} × {height} of the first")));
        }
        let side = |pixels: u32| u16::try_from(pixels).map_err(|e| wrong(format!("{width} × {height} pixels: {e}")));
        let palette = Palette::of(&pictures);
        let failed = |e: gif::EncodingError| wrong(e.to_string());
        let mut bytes = Vec::new();
        let mut encoder =
            Encoder::new(&mut bytes, side(width)?, side(height)?, palette.colours.as_flattened()).map_err(failed)?;
        encoder.set_repeat(Repeat::Infinite).map_err(failed)?;
        let delay = (100 / self.rate.clamp(1, 50)).max(2);
        let indexed: Vec<Vec<u8>> = pictures.par_iter().map(|r| palette.indices(r)).collect();
        for (k, picture) in indexed.iter().enumerate() {
            let before = k.checked_sub(1).map(|before| indexed[before].as_slice());
            let mut frame = change(before, picture, usize::from(side(width)?));
            frame.delay = if k + 1 == indexed.len() { delay * PAUSE } else { delay };
            encoder.write_frame(&frame).map_err(failed)?;
        }
        drop(encoder);
        Ok(bytes)
    }
}

/// The smallest rectangle that holds every pixel that changes, those that do not left out.
fn change<'a>(before: Option<&[u8]>, picture: &[u8], width: usize) -> Frame<'a> {
    let changes = |i: usize| before.is_none_or(|before| before[i] != picture[i]);
    let changed = || (0..picture.len()).filter(|i| changes(*i)).map(|i| [i % width, i / width]);
    // A picture like the one before is one pixel that stays.
    let [[left, top], [right, bottom]] = changed()
        .fold(None, |edges: Option<[[usize; 2]; 2]>, [x, y]| {
            let [[left, top], [right, bottom]] = edges.unwrap_or([[x, y], [x, y]]);
            Some([[left.min(x), top.min(y)], [right.max(x), bottom.max(y)]])
        })
        .unwrap_or_default();
    let pixel = |i: usize| if changes(i) { picture[i] } else { STAYS };
    let buffer: Vec<u8> = (top..=bottom).flat_map(|y| (left..=right).map(move |x| y * width + x)).map(pixel).collect();
    Frame {
        left: left as u16,
        top: top as u16,
        width: (right - left + 1) as u16,
        height: (bottom - top + 1) as u16,
        dispose: DisposalMethod::Keep,
        transparent: before.map(|_| STAYS),
        buffer: buffer.into(),
        ..Frame::default()
    }
}

/// The colours of a film.
struct Palette {
    colours: Vec<Rgb>,
    /// Which of them a colour of the drawings becomes.
    index: HashMap<Rgb, u8>,
}

impl Palette {
    /// The most frequent ones; of equally frequent ones the darker first.
    fn of(pictures: &[Raster]) -> Self {
        let count = |mut counts: HashMap<Rgb, u64>, raster: &Raster| {
            raster.pixels.iter().for_each(|colour| *counts.entry(*colour).or_default() += 1);
            counts
        };
        let counts = pictures.iter().fold(HashMap::new(), count);
        let mut ranked: Vec<(Rgb, u64)> = counts.into_iter().collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut colours: Vec<Rgb> = ranked.iter().take(COLOURS).map(|(colour, _)| *colour).collect();
        let nearest = |colour: &Rgb| {
            let apart = |other: &Rgb| (0..3).map(|k| (i32::from(colour[k]) - i32::from(other[k])).pow(2)).sum::<i32>();
            (0..colours.len()).min_by_key(|i| apart(&colours[*i])).unwrap_or(0) as u8
        };
        let index = ranked.par_iter().map(|(colour, _)| (*colour, nearest(colour))).collect();
        // The table of the file is always full, so that STAYS is in it.
        colours.resize(usize::from(STAYS) + 1, [0; 3]);
        Self { colours, index }
    }

    fn indices(&self, raster: &Raster) -> Vec<u8> {
        raster.pixels.iter().map(|colour| self.index[colour]).collect()
    }
}
