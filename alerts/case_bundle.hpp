#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/journal_reader.hpp"
#include "alerts/noted_head.hpp"
#include "alerts/tar_file.hpp"

namespace nightjar {

/// What is to be handed over, and by whom.
struct BundleOrder {
  std::string channel;
  std::string alert;
  std::string person;
  std::string reason;
  std::string software;  ///< name and version of what makes the bundle
  CaptureTime now;
  /// The part of a site file that the channel's people may have; nothing: none of it. Empty: all of it.
  std::function<std::optional<std::string>(std::string_view site_text)> shown_site = {};
};

/// Everything that a journal holds on one alert, with what proves it: events as they were sent, the links of
/// their chain up to now, pictures, site text in force, audit records. See docs/alert-format.md.
struct CaseBundle {
  std::vector<TarItem> items;
  std::string fault;  ///< in words; empty: the bundle is made
};
/// Throws JournalError.
[[nodiscard]] CaseBundle make_case_bundle(JournalReader& journal, const BundleOrder& order);

/// What is wrong with a bundle, a line each that begins with the item's name; empty: it is as it was made.
struct BundleSoundness {
  std::vector<std::string> findings;
  std::vector<std::string> notes;
  std::string summary;
};
/// Needs nothing but the bytes. `heads` were noted from heartbeats, if any.
[[nodiscard]] BundleSoundness check_case_bundle(std::string_view tar,
                                                const std::vector<NotedHead>& heads = {});

/// The text with what stands between "://" and "@" left out: the names and passwords of cameras.
[[nodiscard]] std::string without_passwords(std::string_view site_text);

/// Under which name the text of a site file of a version is kept.
[[nodiscard]] std::string kept_site(const std::string& version);

}  // namespace nightjar
