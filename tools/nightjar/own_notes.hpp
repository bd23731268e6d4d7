#pragma once

#include <functional>
#include <memory>

#include "config/site.hpp"
#include "ingest/frame.hpp"
#include "ingest/own/own_positions.hpp"

namespace nightjar {

/// Puts the positions of the force's own on the frames of one feed, each once. `own` may be null.
[[nodiscard]] std::function<void(Frame&)> own_notes(std::shared_ptr<const OwnPositions> own);

/// Where the site's own are; null where it says nothing, or, with `files_only`, where they come live.
/// `refused` hears each bad line. Throws std::runtime_error.
[[nodiscard]] std::shared_ptr<const OwnPositions> open_own(const Site& site, bool files_only,
                                                           std::function<void(const std::string&)> refused);

}  // namespace nightjar
