#pragma once

#include <string>

#include "config/site.hpp"

namespace nightjar {

struct ListAcceptance {
  bool done = false;
  bool held = false;  ///< a worker has the site's journal: ask it
  std::string words;
};

/// A named person takes the edition that lies there now and that a start refuses: too many bad lines, shrunk,
/// a revision that goes back. Noted where the next start looks, and in the audit trail; opens the journal,
/// so no worker may run.
[[nodiscard]] ListAcceptance accept_list_for_start(const Site& site, const std::string& list,
                                                   const std::string& person, const std::string& reason);

}  // namespace nightjar
