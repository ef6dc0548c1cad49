//! Writes the Kotlin binding.
fn main() {
    uniffi::uniffi_bindgen_main();
}
