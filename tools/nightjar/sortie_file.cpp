#include "tools/nightjar/sortie_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "alerts/sha256.hpp"
#include "ingest/own/own_position_line.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
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
  sortie.begun_by = text_of(object, "begun_by");
  sortie.pilot = text_of(object, "pilot");
  sortie.purpose = text_of(object, "purpose");
  sortie.authority = text_of(object, "authority");
  sortie.reason = text_of(object, "reason");
  sortie.ended_at = parse_utc(text_of(object, "ended_at"));
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
  put("begun_by", sortie.begun_by);
  put("pilot", sortie.pilot);
  put("purpose", sortie.purpose);
  put("authority", sortie.authority);
  put("reason", sortie.reason);
  object["started_at"] = format_utc_exact(sortie.started_at);
  if (sortie.ended_at) object["ended_at"] = format_utc_exact(*sortie.ended_at);
  put("ended_by", sortie.ended_by);
  write_whole(folder_ / (sortie.id + ".json"),
              object.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

fs::path SortieFolder::keep_coverage(const std::string& sortie, const std::string& geojson, bool last) const {
  fs::path file = folder_ / (sortie + (last ? ".geojson" : "-now.geojson"));
  std::error_code error;
  for (int part = 2; last && fs::exists(file, error); ++part)
    file = folder_ / fmt::format("{}-{}.geojson", sortie, part);
  write_whole(file, geojson);
  if (last) fs::remove(folder_ / (sortie + "-now.geojson"), error);
  return file;
}

std::vector<Sortie> SortieFolder::unfinished() const {
  std::vector<Sortie> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (entry.path().extension() != ".json") continue;
    auto sortie = sortie_from(entry.path());
    if (sortie && !sortie->ended_at) found.push_back(std::move(*sortie));
  }
  return found;
}

}  // namespace nightjar
