/// The frame around every screen, without SwiftUI: the same declarations, nothing drawn.

/// A place to open, as a key of the bar below.
public struct TabKey {
    public init(
        _ label: String, sign: Sign, selected: Bool, badge: String?, badgeLabel: String?,
        act: @escaping () -> Void
    ) {}
}

/// `name` tells one screen from another, so that a new one begins at its top.
public struct Frame<Content: Part>: Part {
    public init(
        elder: Bool, language: String, name: String, tabs: [TabKey],
        @PartBuilder content: () -> Content
    ) {}

    public var body: some Part { Drawn() }
}
