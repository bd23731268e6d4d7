#include "tools/replay/replay_inputs.hpp"

#include <algorithm>
#include <filesystem>
#include <opencv2/core/utility.hpp>

#include "alerts/json_fields.hpp"
#include "alerts/sha256.hpp"
#include "ingest/make_frame_source.hpp"
#include "ingest/recording/recording_folder.hpp"
#include "tools/nightjar/assemble.hpp"
#include "tools/simulate/drawn_mark.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& recording) {
  if (!fs::is_directory(recording)) return {recording};
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(recording)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Names within a folder count: they give pictures their order.
std::string digest_of(const fs::path& recording, const std::optional<std::string>& telemetry) {
  std::string parts;
  for (const fs::path& file : files_of(recording)) {
    parts += fs::is_directory(recording) ? file.lexically_relative(recording).generic_string() : "";
    parts += '\0' + hex(sha256_of_file(file));
  }
  if (telemetry) parts += "telemetry" + hex(sha256_of_file(*telemetry));
  return hex(sha256(parts));
}

/// As its description says, or, of a recorded feed, the stream that the pretended camera sent.
bool is_drawn(const fs::path& recording) {
  if (has_drawn_description(recording)) return true;
  const std::vector<fs::path> openings = recordings_in(recording);
  return std::any_of(openings.begin(), openings.end(), [](const fs::path& opening) {
    const std::vector<int> segments = segments_in(opening);
    return !segments.empty() && carries_drawn_mark(segment_file(opening, segments.front()));
  });
}

}  // namespace

std::string ReplayInputs::stream() const {
  std::string parts = version + '\0' + site_version;
  for (const std::string& list : lists) parts += '\0' + list;
  for (const ReplayInput& input : inputs) parts += '\0' + input.feed + '\0' + input.sha256;
  return hex(sha256(parts)).substr(0, 32);
}

std::string ReplayInputs::line() const {
  nlohmann::ordered_json json{
      {"record", "replay"}, {"version", version}, {"build", build},        {"cpu", cpu},
      {"stream", stream()}, {"site", site},       {"config", site_version}};
  json["lists"] = lists;
  auto& read = json["inputs"] = nlohmann::ordered_json::array();
  auto& made = json["drawn"] = nlohmann::ordered_json::array();
  for (const ReplayInput& input : inputs) {
    read.push_back({{"feed", input.feed}, {"sha256", input.sha256}});
    if (input.drawn) made.push_back(input.feed);
  }
  return dumped(json);
}

ReplayInputs replay_inputs(const Site& site, const std::vector<TermedHotlist>& lists) {
  ReplayInputs inputs;
  inputs.version = NIGHTJAR_VERSION;
  inputs.build = hex(sha256_of_file("/proc/self/exe")).substr(0, 16);
  inputs.cpu = cv::getCPUFeaturesLine();
  inputs.site = site.name;
  inputs.site_version = site.version;
  for (const TermedHotlist& list : lists)
    inputs.lists.push_back(list.terms.name + " " + list.index->edition().revision);
  const auto own = site.own.positions && site.own.positions->find("://") == std::string::npos
                       ? site.own.positions
                       : std::nullopt;
  for (const FeedSite& feed : site.feeds) {
    const auto telemetry = telemetry_of(source_options(feed, Pacing::lossless));
    std::string digest = digest_of(feed.path, telemetry);
    const bool named = feed.kind == FeedKind::thermal && own;
    if (named) digest = hex(sha256(digest + "own" + hex(sha256_of_file(*own))));
    inputs.inputs.push_back({feed.name, std::move(digest), is_drawn(feed.path)});
  }
  return inputs;
}

}  // namespace nightjar
