/// The pieces every screen is put together from: arrangement. Only this folder imports SwiftUI.
import SwiftUI

/// Anything that can stand on a screen.
public typealias Part = View
/// Puts parts in order.
public typealias PartBuilder = ViewBuilder

/// One below the other.
public struct Column<Content: Part>: Part {
    private let content: Content
    @Environment(\.sizes) private var sizes

    public init(@PartBuilder content: () -> Content) {
        self.content = content()
    }

    public var body: some View {
        VStack(alignment: .leading, spacing: sizes.gap) { content }
            .frame(maxWidth: .infinity, alignment: .leading)
    }
}

/// Side by side; one below the other where a line has no room for two: in elder mode, and with the
/// largest text sizes of the system.
public struct Strip<Content: Part>: Part {
    private let content: Content
    @Environment(\.sizes) private var sizes
    @Environment(\.dynamicTypeSize) private var typeSize

    public init(@PartBuilder content: () -> Content) {
        self.content = content()
    }

    public var body: some View {
        if sizes.elder || typeSize.isAccessibilitySize {
            VStack(alignment: .leading, spacing: 8) { content }
                .frame(maxWidth: .infinity, alignment: .leading)
        } else {
            HStack(alignment: .center, spacing: 12) { content }
                .frame(maxWidth: .infinity, alignment: .leading)
        }
    }
}

/// Parts that are read aloud in one breath. Nothing in it is touched.
public struct Together<Content: Part>: Part {
    private let content: Content

    public init(@PartBuilder content: () -> Content) {
        self.content = content()
    }

    public var body: some View {
        Column { content }.accessibilityElement(children: .combine)
    }
}

/// A sheet set apart from the paper.
public struct Panel<Content: Part>: Part {
    private let content: Content
    @Environment(\.sizes) private var sizes

    public init(@PartBuilder content: () -> Content) {
        self.content = content()
    }

    public var body: some View {
        VStack(alignment: .leading, spacing: 12) { content }
            .frame(maxWidth: .infinity, alignment: .leading)
            .padding(sizes.gap)
            .background(Palette.sheet)
            .clipShape(RoundedRectangle(cornerRadius: 12))
            .overlay(RoundedRectangle(cornerRadius: 12).stroke(Palette.line))
    }
}

/// A heading and what stands under it.
public struct Chapter<Content: Part>: Part {
    private let heading: String
    private let content: Content

    public init(_ heading: String, @PartBuilder content: () -> Content) {
        self.heading = heading
        self.content = content()
    }

    public var body: some View {
        VStack(alignment: .leading, spacing: 12) {
            Words(heading, .heading)
            content
        }
        .frame(maxWidth: .infinity, alignment: .leading)
    }
}

/// A list of like things, with a line between them.
public struct Rows<Item, Name: Hashable, Row: Part>: Part {
    private let items: [Item]
    private let name: KeyPath<Item, Name>
    private let row: (Item) -> Row

    public init(
        _ items: [Item], by name: KeyPath<Item, Name>, @PartBuilder row: @escaping (Item) -> Row
    ) {
        self.items = items
        self.name = name
        self.row = row
    }

    public var body: some View {
        LazyVStack(alignment: .leading, spacing: 0) {
            ForEach(items, id: name) { item in
                row(item)
                    .frame(maxWidth: .infinity, alignment: .leading)
                    .padding(.vertical, 8)
                Divider()
            }
        }
    }
}

/// A list of things that hang on one line. The line is only drawn; no reader meets it.
public struct Branches<Item, Name: Hashable, Row: Part>: Part {
    private let items: [Item]
    private let name: KeyPath<Item, Name>
    private let row: (Item) -> Row

    public init(
        _ items: [Item], by name: KeyPath<Item, Name>, @PartBuilder row: @escaping (Item) -> Row
    ) {
        self.items = items
        self.name = name
        self.row = row
    }

    public var body: some View {
        VStack(alignment: .leading, spacing: 0) {
            ForEach(items, id: name) { item in
                let last = item[keyPath: name] == items.last?[keyPath: name]
                VStack(alignment: .leading, spacing: 4) { row(item) }
                    .frame(maxWidth: .infinity, alignment: .leading)
                    .padding(.vertical, 4)
                    .padding(.leading, 28)
                    .background(
                        Elbow(last: last).stroke(Palette.edge, lineWidth: 2)
                            .accessibilityHidden(true))
            }
        }
    }
}

/// The line that leads to a branch, and on to the next one.
private struct Elbow: Shape {
    let last: Bool

    func path(in place: CGRect) -> Path {
        let middle = min(place.midY, place.minY + 22)
        var path = Path()
        path.move(to: CGPoint(x: place.minX + 8, y: place.minY))
        path.addLine(to: CGPoint(x: place.minX + 8, y: last ? middle : place.maxY))
        path.move(to: CGPoint(x: place.minX + 8, y: middle))
        path.addLine(to: CGPoint(x: place.minX + 20, y: middle))
        return path
    }
}

/// Keys to choose from: two in a line, one in elder mode or when they are sentences.
public struct Keys<Item, Name: Hashable, Key: Part>: Part {
    private let items: [Item]
    private let name: KeyPath<Item, Name>
    private let single: Bool
    private let key: (Item) -> Key
    @Environment(\.sizes) private var sizes
    @Environment(\.dynamicTypeSize) private var typeSize

    public init(
        _ items: [Item], by name: KeyPath<Item, Name>, single: Bool = false,
        @PartBuilder key: @escaping (Item) -> Key
    ) {
        self.items = items
        self.name = name
        self.single = single
        self.key = key
    }

    public var body: some View {
        let columns = single || sizes.elder || typeSize.isAccessibilitySize ? 1 : 2
        let grid = Array(repeating: GridItem(.flexible(), spacing: 12), count: columns)
        LazyVGrid(columns: grid, spacing: 12) {
            ForEach(items, id: name) { key($0) }
        }
    }
}

/// Something folded away under a line of words.
public struct Fold<Content: Part>: Part {
    private let heading: String
    private let content: Content
    @Environment(\.sizes) private var sizes

    public init(_ heading: String, @PartBuilder content: () -> Content) {
        self.heading = heading
        self.content = content()
    }

    public var body: some View {
        DisclosureGroup { content } label: {
            Words(heading, .strong).frame(minHeight: sizes.target)
        }
        .accentColor(Palette.leafDeep)
    }
}
