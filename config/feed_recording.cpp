#include "config/feed_recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "config/feed_address.hpp"
#include "config/site_tables.hpp"

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
  if ((extension == ".ts" || extension == ".m2ts") && !reader.has("started_at")) {
    reader.refuse("started_at", "missing, expected for a recording without a date of its own");
  }
}

}  // namespace nightjar
