#pragma once
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/portion_judge.hpp"
#include "pouch/redact/rules.hpp"

#include <unordered_map>

/// Tags of MISP: what they say of who may see what they are on.
namespace pouch::redact::misp {

/// What an object inherits to what is in it.
struct Marking {
    std::optional<Tlp> tlp;
    bool is_unknown =
        false; ///< A tag of the taxonomy that is no colour, or a marking that the reader may not see.
    bool operator==(const Marking&) const = default;
};

/// True if the target lets what has that colour leave.
[[nodiscard]] bool permits(const Target& target, Tlp tlp);

/// True for a member that says yes: all but false, 0, null and the empty string, as writers of MISP have them.
[[nodiscard]] bool is_yes(const json::Tree& tree, json::Tree::Id member);

/// True if `object` is for its own server alone: a tag, or a cluster, that is local or not to be exported.
[[nodiscard]] bool is_local(const json::Tree& tree, json::Tree::Id object);

class Tags {
  public:
    /// `judge` reads tags that are markings of a policy; null if no policy does.
    Tags(const json::Tree& tree, const Target& target, PortionJudge* judge)
        : tree_(tree), target_(target), judge_(judge)
    {
    }

    /// The marking of `item` with its tags, in something marked `inherited`. Whatever the form of the tags: each text in them
    /// counts that names a colour, or says how something is marked; that of a local one only if it withholds.
    [[nodiscard]] Marking marking_of(json::Tree::Id item, Marking inherited);

  private:
    void take(std::string_view text, Marking& marking);
    [[nodiscard]] Marking meaning_of(std::string_view text) const;

    const json::Tree& tree_;
    const Target& target_;
    PortionJudge* judge_;
    std::unordered_map<std::string_view, Marking> meanings_; ///< Of texts of the tree: tags repeat.
};

} // namespace pouch::redact::misp
