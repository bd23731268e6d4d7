#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace nightjar {

/// One line of a hotlist: a mark that somebody wants to hear of, and what to do about it.
/// Texts stand as the list gave them, trimmed; what the list left empty is absent.
struct HotlistEntry {
  std::string mark;  ///< bare_mark of the listed one: A-Z and 0-9
  std::optional<std::string> make, model, colour;
  std::optional<std::string> action;   ///< what the owner wants done: STOP, SILENT ...
  std::optional<std::string> markers;  ///< warnings: FIREARMS, DO NOT STOP ...
  std::optional<std::string> reason, risk;
  std::optional<std::string> priority;  ///< as listed; a number from 0 (highest) to 100 overrides the list's
  std::optional<std::string> owner, contact, authoriser;
  std::optional<std::string> marking;                    ///< protective marking
  std::optional<std::chrono::year_month_day> effective;  ///< first day in force, Europe/London
  std::optional<std::chrono::year_month_day> weed;       ///< last day in force, Europe/London
  std::optional<std::string> intelligence;               ///< 5x5x5 code
  std::optional<std::string> information;                ///< information or action text
  std::optional<std::string> pnc_id, cad_reference;
  std::optional<std::string> instructions;  ///< operational instructions
  std::optional<std::string> source;        ///< the source's own reference
  std::uint32_t line = 0;                   ///< where the entry stands in its file, from 1
};

}  // namespace nightjar
