//! The lexicons are embedded at compile time: a new or changed file in them has to compile anew.

fn main() {
    println!("cargo::rerun-if-changed=lexicons");
}
