#pragma once
#include "pouch/redact/portion_judge.hpp"
#include "pouch/redact/rules.hpp"
#include "pouch/redact/stix/bundle.hpp"

/// Markings of STIX 2.1 (section 7.2): what each says to one reader.
namespace pouch::redact::stix {

enum class Force {
    statement, ///< Nothing: it is text, or a marking of the policy that the reader may see.
    open,      ///< A colour that the reader may see.
    closed,    ///< A colour or marking above, or nobody here knows what.
};

class Markings {
  public:
    /// The definitions in `bundle`. One that is marked closed itself is closed. Throws Fault::refused `stix.cycle` for one
    /// that is marked by itself, over others or not, `stix.marking` for a list of markings that is none.
    /// `judge` reads statements; null if no policy does.
    Markings(const json::Tree& tree, const Bundle& bundle, const Target& target, PortionJudge* judge);

    /// What the marking of that id says; one that is neither in the bundle nor known to the rules is closed.
    [[nodiscard]] Force of(std::string_view id) const;

    /// What the markings of an object say: closed if one is, else open if one is; nothing if it has none. Closed too where
    /// the target has a colour and the object names one above in `labels` or in a member of its own that speaks of TLP.
    [[nodiscard]] std::optional<Force> of_object(json::Tree::Id object) const;

  private:
    template <typename Act> void for_each_ref(json::Tree::Id object, Act act) const;
    [[nodiscard]] bool may_leave(Tlp tlp) const;
    [[nodiscard]] bool is_above(std::string_view text) const;
    [[nodiscard]] bool speaks_above(json::Tree::Id object) const;
    [[nodiscard]] bool names_class_above(json::Tree::Id object) const;
    [[nodiscard]] bool names_colour_above(json::Tree::Id object) const;
    [[nodiscard]] Force form_of(json::Tree::Id definition) const;
    void resolve();

    const json::Tree& tree_;
    const Bundle& bundle_;
    const Target& target_;
    PortionJudge* judge_;
    std::vector<Force> forces_; ///< By id of the bundle.
};

} // namespace pouch::redact::stix
