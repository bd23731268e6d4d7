#include "config/feed_recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "config/feed_address.hpp"
#include "config/site_tables.hpp"
#include "ingest/recording/recording_folder.hpp"
#include "ingest/telemetry/ts_flight.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

std::string lower_extension(const fs::path& file) {
  std::string extension = file.extension().string();
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return extension;
}

bool is_picture(const fs::path& file) {
  const std::string extension = lower_extension(file);
  return extension == ".png" || extension == ".tif" || extension == ".tiff";
}

bool holds_pictures(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_picture(entry->path())) return true;
  }
  return false;
}

/// Whether the first record of a telemetry file of JSON lines says which picture it belongs to.
bool names_pictures(const fs::path& telemetry) {
  std::ifstream stream(telemetry);
  std::string line;
  while (std::getline(stream, line)) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto record = nlohmann::json::parse(line, nullptr, false);
    return record.is_object() && record.contains("file");
  }
  return false;
}

void refuse_undated_folder(TableReader& reader, const FeedSite& feed) {
  if (!recordings_in(feed.path).empty()) return;
  if (!holds_pictures(feed.path)) {
    reader.refuse("uri", fmt::format("{} holds no pictures, expected a folder of numbered PNG or TIFF files",
                                     shown(feed.uri)));
    return;
  }
  if (names_pictures(feed.path / "telemetry.jsonl")) return;
  if (feed.telemetry && !has_scheme(*feed.telemetry) && names_pictures(*feed.telemetry)) return;
  constexpr std::string_view kWhy =
      "missing, expected for a folder whose pictures have no times of their own";
  if (!reader.has("fps")) reader.refuse("fps", kWhy);
  if (!reader.has("started_at")) reader.refuse("started_at", kWhy);
}

}  // namespace

void refuse_undated_recording(TableReader& reader, const FeedSite& feed) {
  std::error_code error;
  if (fs::is_directory(feed.path, error)) {
    refuse_undated_folder(reader, feed);
    return;
  }
  is_usable_file(reader, "uri", feed.uri, feed.path);
  const std::string extension = lower_extension(feed.path);
  const bool transport = extension == ".ts" || extension == ".m2ts";
  if (transport && !reader.has("started_at") && !brings_its_clock(feed.path)) {
    reader.refuse("started_at", "missing, expected for a recording without a date of its own");
  }
}

std::optional<RecordingOptions> read_record(TableReader& reader, const FeedSite& feed,
                                            const fs::path& folder) {
  RecordingOptions record;
  constexpr double kBytes = 1e9;
  const auto written = reader.text("record", Need::optional, "a folder for recordings");
  const auto quota_gb = reader.number("record_quota_gb", Need::optional, {0.1, 1e6, "gigabytes"});
  const auto segment_s = reader.number("record_segment_s", Need::optional, {1, 3600, "seconds"});
  if (!written) {
    for (const char* key : {"record_quota_gb", "record_segment_s"}) {
      if (reader.has(key) && !reader.has("record"))
        reader.refuse(key, "found without record, expected only where record names a folder");
    }
    return std::nullopt;
  }
  record.folder = path_from(folder, *written);
  if (quota_gb) record.quota_bytes = static_cast<std::uint64_t>(*quota_gb * kBytes);
  if (segment_s) record.segment = std::chrono::milliseconds(static_cast<std::int64_t>(*segment_s * 1000));
  std::error_code error;
  if (!feed.path.empty()) {
    reader.refuse("record", "found on a feed that is a recording itself, expected only on a live feed");
  } else if (fs::exists(record.folder, error) && !fs::is_directory(record.folder, error)) {
    reader.refuse("record", fmt::format("{} is not a folder, expected a folder for recordings, relative to "
                                        "the site file",
                                        shown(*written)));
  }
  return record;
}

}  // namespace nightjar
