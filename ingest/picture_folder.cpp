#include "ingest/picture_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ingest/frame_source.hpp"
#include "ingest/telemetry/telemetry_file.hpp"
#include "ingest/telemetry/telemetry_kind.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(FeedError::Cause cause, const fs::path& folder, const std::string& why) {
  throw FeedError(cause, folder.string() + ": " + why);
}

std::string lower_ending(const fs::path& file) {
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
}

/// The last number in a name without its ending, leading zeros left out so that longer means larger.
std::optional<std::string> number_in(const fs::path& file) {
  const std::string stem = file.stem().string();
  const std::size_t end = stem.find_last_of("0123456789");
  if (end == std::string::npos) return std::nullopt;
  const std::size_t before = stem.find_last_not_of("0123456789", end);
  const std::string digits =
      stem.substr(before == std::string::npos ? 0 : before + 1, end - (before + 1) + 1);
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

bool comes_before(const fs::path& a, const fs::path& b) {
  const std::string first = *number_in(a);
  const std::string second = *number_in(b);
  if (first.size() != second.size()) return first.size() < second.size();
  if (first != second) return first < second;
  return a.filename() < b.filename();
}

std::vector<fs::path> numbered_pictures(const fs::path& folder, std::vector<std::string>& complaints) {
  std::vector<fs::path> pictures;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!is_picture(entry.path()) || entry.is_directory()) continue;
    if (number_in(entry.path())) {
      pictures.push_back(entry.path());
    } else {
      complaints.push_back(entry.path().string() + ": no number in its name, left out");
    }
  }
  if (error) refuse(FeedError::Cause::refused, folder, error.message());
  std::sort(pictures.begin(), pictures.end(), comes_before);
  std::sort(complaints.begin(), complaints.end());
  return pictures;
}

/// Times by the pictures' file names; empty where no record names one.
std::map<std::string, CaptureTime> times_by_name(const fs::path& telemetry_file) {
  const TelemetryRead read = read_telemetry_file(telemetry_file);
  if (!read.errors.empty()) throw FeedError(FeedError::Cause::corrupt, first_of(read.errors));
  std::map<std::string, CaptureTime> times;
  for (const TelemetryRecord& record : read.records) {
    if (record.file.empty()) continue;
    if (!times.emplace(record.file, record.telemetry.measured_at).second) {
      throw FeedError(FeedError::Cause::corrupt,
                      fmt::format("{}:{}: file: found {} a second time, expected once",
                                  telemetry_file.string(), record.line, record.file));
    }
  }
  return times;
}

void time_by_records(PictureFolder& folder, const std::vector<fs::path>& files,
                     const fs::path& telemetry_file, std::map<std::string, CaptureTime> times) {
  for (const fs::path& file : files) {
    const auto time = times.find(file.filename().string());
    if (time == times.end()) {
      folder.complaints.push_back(file.string() + ": no record in " + telemetry_file.filename().string() +
                                  " gives it a time, left out");
      continue;
    }
    if (!folder.pictures.empty() && time->second < folder.pictures.back().captured_at) {
      refuse(FeedError::Cause::corrupt, telemetry_file,
             fmt::format("file: {} is earlier than {}, expected times in the order of the numbers",
                         file.filename().string(), folder.pictures.back().file.filename().string()));
    }
    folder.pictures.push_back({file, time->second});
    times.erase(time);
  }
  for (const auto& [name, time] : times) {
    folder.complaints.push_back(fmt::format("{}: there is no such picture, but {} names it",
                                            (telemetry_file.parent_path() / name).string(),
                                            telemetry_file.filename().string()));
  }
}

void time_by_rate(PictureFolder& folder, const std::vector<fs::path>& files,
                  const FrameSourceOptions& options) {
  if (!options.started_at || !options.fps || !(*options.fps > 0)) {
    const std::string lacks =
        !options.started_at ? (!options.fps ? "started_at and fps" : "started_at") : "fps";
    refuse(FeedError::Cause::refused, options.path, "pictures without times of their own: give " + lacks);
  }
  for (std::size_t n = 0; n < files.size(); ++n) {
    const auto offset_us = std::llround(1e6 * static_cast<double>(n) / *options.fps);
    folder.pictures.push_back({files[n], *options.started_at + std::chrono::microseconds(offset_us)});
  }
}

std::optional<fs::path> telemetry_file_of(const FrameSourceOptions& options) {
  if (options.telemetry) {
    if (options.telemetry->find("://") != std::string::npos) return std::nullopt;
    // A side file tells times from the start, and names no pictures.
    if (fs::is_regular_file(*options.telemetry) &&
        telemetry_kind(*options.telemetry) == TelemetryKind::dji_srt)
      return std::nullopt;
    return *options.telemetry;
  }
  const fs::path own = options.path / "telemetry.jsonl";
  if (fs::exists(own)) return own;
  return std::nullopt;
}

}  // namespace

bool is_picture(const fs::path& file) {
  static const std::set<std::string> kEndings{".png", ".tif", ".tiff", ".jpg", ".jpeg"};
  return kEndings.contains(lower_ending(file));
}

PictureFolder read_picture_folder(const FrameSourceOptions& options) {
  if (!fs::is_directory(options.path))
    refuse(FeedError::Cause::refused, options.path, "there is no such folder");
  PictureFolder folder;
  const std::vector<fs::path> files = numbered_pictures(options.path, folder.complaints);
  if (files.empty()) {
    refuse(FeedError::Cause::corrupt, options.path, "no numbered picture in it (PNG, TIFF or JPEG)");
  }
  const auto telemetry_file = telemetry_file_of(options);
  auto times = telemetry_file ? times_by_name(*telemetry_file) : std::map<std::string, CaptureTime>{};
  if (times.empty()) {
    time_by_rate(folder, files, options);
  } else {
    time_by_records(folder, files, *telemetry_file, std::move(times));
  }
  if (folder.pictures.empty()) {
    refuse(FeedError::Cause::corrupt, options.path,
           "no picture in it has a time: its telemetry names others");
  }
  return folder;
}

}  // namespace nightjar
