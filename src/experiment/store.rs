//! Files that are whole or not there.
//!
//! Everything is written under a temporary name in the same directory and renamed. Writes of one process take turns,
//! and whoever ends the process waits for its turn, so that an interrupt leaves neither half a file nor a temporary
//! one.

use super::Fault;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

static WRITING: Mutex<()> = Mutex::new(());

/// Waits until no file is being written and keeps others from being begun while the guard lives.
pub fn pause() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Pretty JSON whose numbers read back to the same bits.
///
/// # Errors
/// Where a map has keys that are not texts: a defect.
pub fn json(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string_pretty(value).map_err(|e| Fault::new(format!("a result cannot be written as JSON: {e}")))
}

/// SHA-256, in hexadecimal: the digest of a file's numbers.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn fault(path: &Path, what: &str, error: &io::Error) -> Fault {
    Fault::new(format!("{} {what}: {error}", path.display())).help("choose another place with --out")
}

/// Permissions of an ordinary file or directory, less the user's mask.
#[cfg(unix)]
fn permissions(mode: u32) -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(mode)
}

fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".saddleflow-").suffix(".tmp");
    builder
}

/// A directory that receives files, one by one.
#[derive(Clone, Debug)]
pub struct Shelf {
    path: PathBuf,
}

impl Shelf {
    /// Makes sure, before anything is computed, that files can be written to `path`; creates nothing yet.
    ///
    /// # Errors
    /// If `path` is not a directory, or not writable, or cannot be made.
    pub fn at(path: &Path) -> Result<Self, Fault> {
        let _turn = pause();
        // Where the directory is not there yet, the nearest one above that is must take it.
        let mut place = path;
        loop {
            match fs::metadata(place) {
                Ok(data) if data.is_dir() => break,
                Ok(_) => {
                    let what = if place == path { "is a file" } else { "is a file, so nothing can be made within" };
                    return Err(
                        Fault::new(format!("{} {what}", place.display())).help("choose another place with --out")
                    );
                }
                // Above a file there is no directory either, and the file is found next.
                Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                Err(e) => return Err(fault(place, "cannot be written", &e)),
            }
            place = match place.parent() {
                Some(above) if above.as_os_str().is_empty() => Path::new("."),
                Some(above) => above,
                None => Path::new("."),
            };
        }
        // The kind alone: the temporary name would only puzzle.
        temporary().tempfile_in(place).map_err(|e| fault(place, "cannot be written", &e.kind().into()))?;
        Ok(Self { path: path.into() })
    }

    /// Where a file of that name stands.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes one file, whole or not at all.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Fault> {
        let path = self.file(name);
        let _turn = pause();
        fs::create_dir_all(&self.path).map_err(|e| fault(&self.path, "cannot be made", &e))?;
        place(&self.path, &path, bytes).map_err(|e| fault(&path, "cannot be written", &e))?;
        Ok(path)
    }
}

fn place(directory: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut builder = temporary();
    #[cfg(unix)]
    builder.permissions(permissions(0o666));
    let mut file = builder.tempfile_in(directory)?;
    io::Write::write_all(&mut file, bytes)?;
    file.persist(path)?;
    Ok(())
}

/// Name of the file that says what a finished directory is.
pub const MANIFEST: &str = "manifest.json";

/// A directory that appears whole: a finished run.
#[derive(Clone, Debug)]
pub struct Finished {
    path: PathBuf,
    parent: Shelf,
    /// Names that may be in a directory of this kind; one that holds anything else is not ours.
    names: &'static [&'static str],
}

impl Finished {
    /// Makes sure, before anything is computed, that the directory can be written, and that nothing foreign would be
    /// lost.
    ///
    /// # Errors
    /// If `path` is a file, or a directory with other files than `names`, or cannot be made.
    pub fn at(path: &Path, names: &'static [&'static str]) -> Result<Self, Fault> {
        let absolute = std::path::absolute(path).map_err(|e| fault(path, "is no place for files", &e))?;
        let parent = absolute.parent().unwrap_or(Path::new("/"));
        let finished = Self { path: absolute.clone(), parent: Shelf::at(parent)?, names };
        finished.ours()?;
        Ok(finished)
    }

    /// Whether the directory is absent, empty, or a finished one with nothing else in it.
    fn ours(&self) -> Result<(), Fault> {
        let refuse = |what: String| {
            Err(Fault::new(format!("{} {what}", self.path.display()))
                .help("nothing was written; choose another place with --out, or move it away"))
        };
        match fs::metadata(&self.path) {
            Ok(data) if !data.is_dir() => return refuse("is a file".into()),
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(fault(&self.path, "cannot be read", &e)),
        }
        let entries = fs::read_dir(&self.path).map_err(|e| fault(&self.path, "cannot be read", &e))?;
        let mut found: Vec<String> = entries.flatten().map(|e| e.file_name().to_string_lossy().into()).collect();
        found.sort();
        if let Some(foreign) = found.iter().find(|name| !self.names.contains(&name.as_str())) {
            return refuse(format!("holds {foreign}, which is not of a finished run"));
        }
        if !found.is_empty() && !found.iter().any(|name| name == MANIFEST) {
            return refuse(format!("has no {MANIFEST}, so it is not a finished run"));
        }
        Ok(())
    }

    /// Writes all files, then gives the directory its name; one that was there is replaced.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn write(&self, files: &[(&str, Vec<u8>)]) -> Result<(), Fault> {
        let _turn = pause();
        self.ours()?;
        self.place(files).map_err(|e| fault(&self.path, "cannot be written", &e))
    }

    fn place(&self, files: &[(&str, Vec<u8>)]) -> io::Result<()> {
        let parent = &self.parent.path;
        fs::create_dir_all(parent)?;
        let mut builder = temporary();
        #[cfg(unix)]
        builder.permissions(permissions(0o777));
        let fresh = builder.tempdir_in(parent)?;
        for (name, bytes) in files {
            fs::write(fresh.path().join(name), bytes)?;
        }
        let old = builder.tempdir_in(parent)?;
        if self.path.exists() {
            fs::rename(&self.path, old.path().join("old"))?;
        }
        fs::rename(fresh.keep(), &self.path)
    }
}
