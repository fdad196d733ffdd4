#pragma once
#include "pouch/cli/run.hpp"
#include "pouch/stage/verify.hpp"
#include "pouch/stage/writer_process.hpp"

#include <optional>
#include <string>

namespace pouch::cli {

/// Starts the process that makes the tree `target`, within the limits of `options` and with the locks that the
/// command line wants, and returns what tells it what to write.
stage::WriteClient& start_writer(std::optional<stage::WriterProcess>& writer, const std::string& target,
                                 const stage::VerifyOptions& options, const Common& common);

} // namespace pouch::cli
