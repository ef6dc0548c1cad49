/// What a field shows while the person types faster than the core answers. Without SwiftUI, so
/// that it is tested anywhere.

/// The person's typing leads: the core's echo of what was typed changes nothing, however late.
/// A text the person did not type (a field emptied, a card scanned, a draft restored) replaces it.
struct FieldText: Equatable {
    private(set) var shown: String
    /// Told to the core and not heard back, oldest first.
    private var told: [String] = []

    private static let toldMax = 64

    init(_ typed: String) { shown = typed }

    /// Whether the core is to be told.
    mutating func type(_ text: String) -> Bool {
        guard text != shown else { return false }
        shown = text
        told.append(text)
        if told.count > Self.toldMax { told.removeFirst() }
        return true
    }

    /// What the core now says stands in the field. Echoes in between may be left out.
    mutating func hear(_ typed: String) {
        if let echo = told.firstIndex(of: typed) {
            told.removeFirst(echo + 1)
        } else {
            shown = typed
            told = []
        }
    }
}
