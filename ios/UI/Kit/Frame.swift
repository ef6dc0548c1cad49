/// The frame around every screen: heading, way back, content, the line on sync, tabs.
import SwiftUI

/// A place to open, as a key of the bar below.
public struct TabKey {
    let label: String
    let sign: Sign
    let selected: Bool
    let badge: String?
    let badgeLabel: String?
    let act: () -> Void

    public init(
        _ label: String, sign: Sign, selected: Bool, badge: String?, badgeLabel: String?,
        act: @escaping () -> Void
    ) {
        self.label = label
        self.sign = sign
        self.selected = selected
        self.badge = badge
        self.badgeLabel = badgeLabel
        self.act = act
    }
}

/// `name` tells one screen from another, so that a new one begins at its top.
public struct Frame<Content: Part>: Part {
    private let elder: Bool
    private let language: String
    private let name: String
    private let tabs: [TabKey]
    private let content: Content

    public init(
        elder: Bool, language: String, name: String, tabs: [TabKey],
        @PartBuilder content: () -> Content
    ) {
        self.elder = elder
        self.language = language
        self.name = name
        self.tabs = tabs
        self.content = content()
    }

    public var body: some View {
        VStack(spacing: 0) {
            ScrollView {
                VStack(alignment: .leading, spacing: 16) { content }
                    .frame(maxWidth: 704, alignment: .leading)
                    .padding(16)
            }
            .id(name)
            .onChange(of: name) { _ in
                UIAccessibility.post(notification: .screenChanged, argument: nil)
            }
            Divider()
            TabBar(tabs: tabs)
        }
        .background(Palette.paper.ignoresSafeArea())
        .environment(\.sizes, Sizes(elder: elder))
        .environment(\.locale, Locale(identifier: language))
    }
}

/// As many lines as the keys need: none is hidden behind an edge.
private struct TabBar: View {
    let tabs: [TabKey]
    @Environment(\.sizes) private var sizes
    @ScaledMetric(relativeTo: .body) private var scale: CGFloat = 1

    var body: some View {
        let columns = [GridItem(.adaptive(minimum: sizes.tab * scale), spacing: 4)]
        LazyVGrid(columns: columns, spacing: 4) {
            ForEach(tabs.indices, id: \.self) { key(tabs[$0]) }
        }
        .padding(.horizontal, 4)
        .background(Palette.sheet)
        // The bar must leave room for the page. Larger text is shown on a long press.
        .dynamicTypeSize(...DynamicTypeSize.accessibility1)
    }

    private func key(_ tab: TabKey) -> some View {
        Button(action: tab.act) {
            VStack(spacing: 2) {
                Drawing(tab.sign, size: sizes.small)
                HStack(spacing: 4) {
                    Text(tab.label)
                        .modifier(
                            Scaled(size: sizes.small, weight: tab.selected ? .bold : .regular))
                    if let badge = tab.badge {
                        Text(badge).modifier(Scaled(size: sizes.small, weight: .bold))
                            .accessibilityLabel(tab.badgeLabel ?? badge)
                    }
                }
            }
            .padding(.horizontal, 8)
            .frame(maxWidth: .infinity, minHeight: max(sizes.target, 56))
            .foregroundColor(tab.selected ? Palette.leafDeep : Palette.soft)
            .background(tab.selected ? Palette.leafPale : .clear)
        }
        .accessibilityShowsLargeContentViewer()
        .accessibilityAddTraits(tab.selected ? .isSelected : [])
    }
}
