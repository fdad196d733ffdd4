#pragma once
#include "pouch/base/error.hpp"
#include "pouch/format/xml.hpp"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string_view>

/// Reading elements as their schema says. Faults are Fault::refused `xml.malformed`; the codecs give them
/// their own reason with `rethrow_as`.
namespace pouch::format {

/// Fault::refused `xml.malformed` about `element`: `line 12: tagCategory: what`.
[[nodiscard]] Error fault_at(const XmlElement& element, std::string_view what);

/// Refuses attributes other than `known`, unqualified or of the namespace of the element. Those of foreign namespaces are
/// left alone.
void check_attributes(const XmlElement& element, std::initializer_list<std::string_view> known);

/// The value of an attribute that must be there.
[[nodiscard]] const std::string& required_attribute(const XmlElement& element, std::string_view key);

/// The text of an element that may have no child elements, as a token that may not be empty.
[[nodiscard]] std::string token_of(const XmlElement& element);

/// Refuses text between the children of `element`.
void check_no_text(const XmlElement& element);

using Namespaces = std::span<const std::string_view>;

/// Refuses an element that is of one of these namespaces, or holds an element or an attribute that is, at any depth.
void check_nothing_of(const XmlElement& element, Namespaces barred);

/// The children of one element, taken in the order of the schema.
class XmlReader {
  public:
    /// Refuses text between the children.
    explicit XmlReader(const XmlElement& parent) : parent_(parent) { check_no_text(parent); }

    /// The next child if it has this name, else null.
    [[nodiscard]] const XmlElement* optional(std::string_view ns, std::string_view name);
    /// The next child, which must have this name.
    [[nodiscard]] const XmlElement& required(std::string_view ns, std::string_view name);
    /// Passes over elements of any other namespace (`##other` of XML Schema: not of none either) that have nothing of
    /// `barred` in them.
    void skip_other(std::string_view own_ns, Namespaces barred);
    /// Refuses what is left.
    void finish() const;

  private:
    const XmlElement& parent_;
    std::size_t next_ = 0;
};

/// Runs `action` and gives every refusal of malformed XML (`xml.malformed`, `limit.size`) another fault and
/// reason.
template <typename Action> auto rethrow_as(Fault fault, const char* reason, Action action)
{
    try {
        return action();
    } catch (const Error& error) {
        if (error.fault() != Fault::refused) throw;
        const bool keep = fault == Fault::refused && error.reason() == "limit.size";
        throw Error(fault, keep ? error.reason() : reason, error.message());
    }
}

} // namespace pouch::format
