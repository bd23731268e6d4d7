#include "alerts/sortie_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "alerts/sha256.hpp"
#include "ingest/own/own_position_line.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view kCondemned = ".condemned";

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// When the file was written; nothing: it cannot be said.
std::optional<CaptureTime> written_at(const fs::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return std::nullopt;
  return CaptureTime(std::chrono::seconds(found.st_mtim.tv_sec));
}

std::optional<Sortie> sortie_from(const fs::path& file) {
  std::ifstream stream(file);
  const json object = json::parse(stream, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return std::nullopt;
  Sortie sortie;
  sortie.id = text_of(object, "id");
  sortie.feed = text_of(object, "feed");
  const auto profile = sortie_profile_of(text_of(object, "profile"));
  const auto started_at = parse_utc(text_of(object, "started_at"));
  if (sortie.id.empty() || sortie.feed.empty() || !profile || !started_at) return std::nullopt;
  sortie.profile = profile.value();
  sortie.started_at = started_at.value();
  sortie.channel = text_of(object, "channel");
  sortie.begun_by = text_of(object, "begun_by");
  sortie.pilot = text_of(object, "pilot");
  sortie.purpose = text_of(object, "purpose");
  sortie.authority = text_of(object, "authority");
  sortie.reason = text_of(object, "reason");
  sortie.ended_at = parse_utc(text_of(object, "ended_at"));
  sortie.recorded_at = parse_utc(text_of(object, "recorded_at"));
  if (!sortie.recorded_at) sortie.recorded_at = written_at(file);
  return sortie;
}

void write_whole(const fs::path& file, const std::string& text) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  const fs::path partial = file.string() + ".partial";
  std::ofstream stream(partial, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error(partial.string() + ": cannot be written");
  fs::rename(partial, file, error);
  if (error) throw std::runtime_error(file.string() + ": " + error.message());
}

/// Leaves no bytes of the file on a disk that writes in place.
void overwrite_and_remove(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) throw std::runtime_error(file.string() + ": " + std::strerror(errno));
  const std::string zeros(std::size_t{1} << 16U, '\0');
  struct stat found {};
  bool done = ::fstat(descriptor, &found) == 0;
  for (off_t left = found.st_size; done && left > 0;) {
    const ssize_t count = ::write(descriptor, zeros.data(),
                                  std::min<std::size_t>(zeros.size(), static_cast<std::size_t>(left)));
    done = count > 0;
    left -= count;
  }
  done = done && ::fdatasync(descriptor) == 0;
  ::close(descriptor);
  if (!done || ::unlink(file.c_str()) != 0)
    throw std::runtime_error(file.string() + ": cannot be deleted: " + std::strerror(errno));
}

}  // namespace

std::string sortie_id(const std::string& feed, CaptureTime started_at) {
  return short_key({"sortie", feed, format_utc_exact(started_at)});
}

void SortieFolder::keep(const Sortie& sortie) const {
  ordered_json object{
      {"id", sortie.id}, {"feed", sortie.feed}, {"profile", sortie_profile_word(sortie.profile)}};
  const auto put = [&](const char* key, const std::string& text) {
    if (!text.empty()) object[key] = text;
  };
  put("channel", sortie.channel);
  put("begun_by", sortie.begun_by);
  put("pilot", sortie.pilot);
  put("purpose", sortie.purpose);
  put("authority", sortie.authority);
  put("reason", sortie.reason);
  object["started_at"] = format_utc_exact(sortie.started_at);
  if (sortie.ended_at) object["ended_at"] = format_utc_exact(*sortie.ended_at);
  put("ended_by", sortie.ended_by);
  if (sortie.recorded_at) object["recorded_at"] = format_utc_exact(*sortie.recorded_at);
  write_whole(file_of(sortie.id), object.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

fs::path SortieFolder::keep_coverage(const Sortie& sortie, const std::string& geojson, bool last) const {
  std::error_code error;
  if (!fs::exists(file_of(sortie.id), error)) keep(sortie);  // by which it is deleted on time
  fs::path file = folder_ / (sortie.id + (last ? ".geojson" : "-now.geojson"));
  for (int part = 2; last && fs::exists(file, error); ++part)
    file = folder_ / fmt::format("{}-{}.geojson", sortie.id, part);
  write_whole(file, geojson);
  if (last) fs::remove(folder_ / (sortie.id + "-now.geojson"), error);
  return file;
}

std::vector<Sortie> SortieFolder::unfinished() const {
  std::vector<Sortie> found = all();
  std::erase_if(found, [](const Sortie& sortie) { return sortie.ended_at.has_value(); });
  return found;
}

std::vector<Sortie> SortieFolder::all() const {
  std::vector<Sortie> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (entry.path().extension() != ".json") continue;
    auto sortie = sortie_from(entry.path());
    if (sortie && entry.path().stem() == sortie->id) found.push_back(std::move(*sortie));
  }
  return found;
}

std::optional<Sortie> SortieFolder::find(const std::string& id) const {
  return sortie_from(file_of(id));
}

void SortieFolder::condemn(const std::string& id) const {
  fs::rename(file_of(id), folder_ / std::string(id).append(kCondemned));
}

std::size_t SortieFolder::finish() const {
  std::size_t files = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(kCondemned)) continue;
    const std::string id = name.substr(0, name.size() - kCondemned.size());
    for (const auto& other : fs::directory_iterator(folder_)) {
      const std::string layer = other.path().filename();
      if (!layer.starts_with(id + ".geojson") && !layer.starts_with(id + "-")) continue;
      overwrite_and_remove(other.path());
      ++files;
    }
    overwrite_and_remove(entry.path());  // last: until then it is found again
    ++files;
  }
  return files;
}

void SortieFolder::clear_partial() const {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error))
    if (entry.path().extension() == ".partial") fs::remove(entry.path(), error);
}

}  // namespace nightjar
