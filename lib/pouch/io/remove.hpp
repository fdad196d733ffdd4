#pragma once

/// Taking away what was begun.
namespace pouch::io {

/// Removes all that is below the open directory, by names beneath open directories only and through no link. What
/// cannot be removed stays: it is for those who have nobody left to tell.
void remove_below(int directory) noexcept;

} // namespace pouch::io
