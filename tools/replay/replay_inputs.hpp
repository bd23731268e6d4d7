#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/site.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// One feed's recording, as bytes.
struct ReplayInput {
  std::string feed;
  std::string sha256;  ///< over the recording and its telemetry, lower-case hex
  bool drawn = false;  ///< made by `nightjar simulate`, not filmed
};

/// What a replay was made of: where all of it is equal, the records are equal.
struct ReplayInputs {
  std::string version;  ///< of the program
  std::string build;    ///< first 16 hex digits of the SHA-256 of the program's file
  std::string cpu;      ///< instruction sets that OpenCV chooses by: another set may round otherwise
  std::string site;
  std::string site_version;
  std::vector<std::string> lists;  ///< "NAME REVISION"
  std::vector<ReplayInput> inputs;

  /// Identifies the stream of events: a hash of inputs, lists, site and version.
  [[nodiscard]] std::string stream() const;
  /// The first line of the records.
  [[nodiscard]] std::string line() const;
};

/// Reads every recording from end to end. Throws std::runtime_error that names what cannot be read.
[[nodiscard]] ReplayInputs replay_inputs(const Site& site, const std::vector<TermedHotlist>& lists);

}  // namespace nightjar
