#pragma once

/// Pipes between filters.
namespace pouch::io {

/// If `descriptor` is a pipe with less, asks for 1 MiB of room in it, so that both sides switch less often. A wish: a
/// refusal (not a pipe, a limit of the system) is no failure.
void widen_pipe(int descriptor);

} // namespace pouch::io
