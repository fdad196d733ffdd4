#pragma once
#include "pouch/redact/member_spool.hpp"
#include "pouch/redact/rulebook.hpp"
#include "pouch/redact/small_search.hpp"
#include "pouch/stage/judge_labels.hpp"

#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

/// The labels among the members of a tar stream that redact reads. They leave byte for byte behind the files, and only
/// if they are for the reader, no rule matches in them, and what they label has left.
namespace pouch::stage {

/// Where what is no payload stands in a tar stream.
inline constexpr std::string_view reserved_directory = ".pouch/";

/// The path of the file that `name` is the label of, in whatever case `.bdo` is written; empty if it is none.
[[nodiscard]] std::string labelled_by(const std::string& name);

class MemberLabels {
  public:
    /// `spool`: the directory of temporary files.
    MemberLabels(const redact::Rulebook& book, redact::SmallSearch& search, const std::string& spool);

    /// What the rules say of a label that is held.
    enum class Fate { stays, dropped };

    /// Holds the label `name` until it is known whether what it labels has left. Throws refused `label.*`.
    void keep(io::Source& in, const std::string& name, Fate fate);

    /// How a member is written: its name, and where in a spool it stands.
    using Write = std::function<void(const std::string& name, const redact::MemberSpool& spool,
                                     std::uint64_t begin, std::uint64_t size)>;
    /// Judges the labels of all files but those left out, searches and writes those that stay, in order. Throws policy `redact.residue`,
    /// and what judge_file_label throws.
    void release(const std::unordered_set<std::string>& left_out, const Write& write);

  private:
    struct Kept {
        std::string name;
        std::uint64_t begin;
        std::uint64_t size;
        Fate fate;
    };
    void judge(ByteView bytes, const std::string& labelled) const;
    void search(ByteView bytes, const std::string& name);

    redact::SmallSearch& search_;
    LabelDemand demand_;
    redact::MemberSpool spool_; ///< All labels, one after the other.
    std::vector<Kept> kept_;
};

} // namespace pouch::stage
