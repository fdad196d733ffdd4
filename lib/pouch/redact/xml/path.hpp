#pragma once
#include "pouch/redact/pattern_stack.hpp"
#include "pouch/redact/xml/reader.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>

/// Paths of XML, a subset of XPath:
///
///     /report/source          the elements source in the root element report
///     //name                  each element name
///     /report/*/@id           the attribute id of each element in report
///     //field[@key='phone']   the elements field whose attribute key says phone
///     //s:Observable//@idref  by the namespace that [target] knows as s
///
/// A name without prefix is a local name of any namespace.
namespace pouch::redact::xml {

/// Namespaces by the prefixes that paths use.
using Namespaces = std::map<std::string, std::string, std::less<>>;

/// A start tag as paths look at it.
struct Element {
    Name name;
    std::span<const Attribute> attributes;
    std::string_view text; ///< The document.
};

class PathPattern {
  public:
    static constexpr std::size_t most_steps = 63;

    /// A set of places in the path: what of it the way to an element has matched.
    using State = std::uint64_t;

    /// Throws Fault::usage `rules.field` for what is no path. With `namespaces`, `rules.namespace` for a prefix that is
    /// not among them; without, the path is only checked.
    explicit PathPattern(std::string_view path, const Namespaces* namespaces = nullptr);

    /// The state above the root element.
    [[nodiscard]] State start() const { return 1; }
    /// The state one step further, in that element. 0: nothing below matches.
    [[nodiscard]] State step(State state, const Element& element) const;
    /// True if the element itself is meant.
    [[nodiscard]] bool is_match(State state) const { return !attribute_ && is_whole(state); }
    /// True if that attribute of the element is meant; a declaration never is.
    [[nodiscard]] bool is_match(State state, const Name& attribute) const
    {
        return attribute_ && is_whole(state) && attribute.space != xmlns_namespace &&
               attribute_->accepts(attribute);
    }

  private:
    struct Test {
        std::optional<std::string> space; ///< None: any.
        std::optional<std::string> local;

        [[nodiscard]] bool accepts(const Name& name) const
        {
            return (!space || *space == name.space) && (!local || *local == name.local);
        }
    };
    struct Condition {
        Test attribute;
        std::string value;
    };
    struct Step {
        bool is_deep = false; ///< At any depth: `//` stands before it.
        Test name;
        std::vector<Condition> conditions;
    };
    class Parser;

    [[nodiscard]] bool is_whole(State state) const { return (state >> steps_.size() & 1U) != 0; }
    [[nodiscard]] static bool accepts(const Step& step, const Element& element);

    std::vector<Step> steps_;
    std::optional<Test> attribute_;
    bool is_attribute_deep_ = false; ///< `//` stands before it.
};

using PathStack = PatternStack<PathPattern>;

} // namespace pouch::redact::xml
