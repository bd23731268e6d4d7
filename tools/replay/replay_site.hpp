#pragma once

#include <string>
#include <vector>

#include "config/site_file.hpp"

namespace nightjar {

/// A site whose feeds are all recordings, or what is wrong with the request.
struct ReplaySite {
  std::optional<Site> site;
  std::vector<std::string> errors;
  std::vector<std::string>
      left_out;  ///< what will be missing, a line each: a live feed without a recording …
};

/// `stand_ins` are NAME=PATH as written on the command line: recordings that replace a feed's uri.
[[nodiscard]] ReplaySite load_replay_site(const std::string& file, const std::vector<std::string>& stand_ins);

}  // namespace nightjar
