#pragma once
#include "pouch/cli/run.hpp"
#include "pouch/format/age.hpp"
#include "pouch/io/companion.hpp"
#include "pouch/stage/age_sink.hpp"
#include "pouch/stage/redact.hpp"

#include <optional>
#include <string>
#include <vector>

/// What the command line of redact says, its forms, and its outputs.
namespace pouch::redact_tool {

/// The options as they are written, before anything is opened.
struct Options {
    std::vector<std::string> rules;
    std::string format = "auto";
    std::string record;
    std::string ledger;
    std::vector<std::string> ledger_to;
    std::optional<std::string> ledger_previous;
    std::string key;
    std::string spool;
    bool is_check = false;
    bool is_lint = false;
    bool explain = false;
    stage::RedactOptions redact;
    std::vector<format::AgeRecipient> recipients; ///< Of the ledger.

    void declare(cli::App& app);

    /// Checks the command line, which opens nothing, and sets what `redact` and `recipients` take from it.
    void prepare(const cli::Common& common, const cli::Streams& streams);
};

/// --lint: what the rules are worth, in place of any output.
void lint(const cli::Common& common, const cli::Streams& streams, const std::vector<std::string>& rules);

/// --check: redacts to nowhere, and ends with Fault::policy `redact.found` if anything would be removed.
void check(cli::Common& common, io::Source& in, const redact::Rulebook& book, const Options& options);

/// Warns of cells of CSV that leave and may be formulas.
void warn_of_formulas(const cli::Common& common, const stage::RedactResult& result);

/// The record and the ledger: files beside the output that would claim what is not there without it.
class Companions {
  public:
    /// Opens those that `options` name. Fault::usage where two outputs, `output` among them, would be one file, or one of
    /// them `in`.
    Companions(const Options& options, const std::string& output, const io::FileSource& in, bool force);

    /// Fault::usage if the record leads to what `out` has open.
    void refuse_output(const io::FileSink& out) const;
    /// Has them written by the run of `options`, and published right before its output is complete.
    void attach(stage::RedactOptions& options);
    /// The output is there: they stay.
    void keep();

  private:
    /// A file that only its owner can read, and only its recipients can open.
    struct Ledger {
        io::Companion file;
        stage::AgeSink sink;

        Ledger(const Options& options, io::Replace replace);
    };

    std::string record_path_;
    std::optional<io::Companion> record_;
    std::optional<Ledger> ledger_;
};

} // namespace pouch::redact_tool
