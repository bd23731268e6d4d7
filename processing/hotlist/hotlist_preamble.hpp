#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "processing/hotlist/hotlist_findings.hpp"

namespace nightjar {

/// What the lines before a list's header or first entry say about it. Each begins with `#`:
///   # revision: 43      the back office's number of this edition
///   # base: 42          a delta: it holds only what has changed since that revision
struct HotlistPreamble {
  std::optional<std::uint64_t> revision;
  std::optional<std::uint64_t> base;
  std::size_t bytes = 0;    ///< where the list itself begins
  std::uint32_t lines = 0;  ///< that stand before it
};

/// nullopt, and a refusal, where such a line says what cannot be.
[[nodiscard]] std::optional<HotlistPreamble> hotlist_preamble(std::string_view text,
                                                              HotlistFindings& findings);

}  // namespace nightjar
