#pragma once
#include "pouch/redact/stix/marking.hpp"
#include "pouch/redact/stix/remains.hpp"
#include "pouch/redact/stix/selector.hpp"

/// Granular markings of STIX 2.1 (section 7.2.3): markings of parts of objects.
namespace pouch::redact::stix {

class Granular {
  public:
    /// Reads those of all objects; `tree` and `bundle` are kept by reference. Throws Fault::refused `stix.marking` for a
    /// list of them that is malformed, `stix.selector` for a selector of what is not there.
    Granular(const json::Tree& tree, const Bundle& bundle);

    /// Takes out what is marked closed, and the translations of objects that lost something so.
    void apply(const Markings& markings, Remains& remains);

    /// Takes out the selectors of what is gone, and makes the others mean what they meant: their new texts go to
    /// `replacements`.
    void repair(Remains& remains, std::vector<TextCut>& replacements);

  private:
    struct Selector {
        json::Tree::Id text;
        json::Tree::Id value; ///< What it means.
    };
    struct Entry {
        std::uint32_t object;
        json::Tree::Id node;
        std::optional<std::string_view> marking; ///< None: of a language.
        std::vector<Selector> selectors;
    };
    void read(std::uint32_t object, json::Tree::Id entry);

    const json::Tree& tree_;
    const Bundle& bundle_;
    Selectors selectors_;
    std::vector<Entry> entries_;
};

} // namespace pouch::redact::stix
