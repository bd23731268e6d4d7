#include "config/site_file.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "config/area_file.hpp"
#include "config/setting_file.hpp"
#include "config/site_tables.hpp"

namespace nightjar {
namespace {

std::string version_of(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  const std::vector<unsigned char> message(bytes.begin(), bytes.end());
  crypto_hash_sha256(digest.data(), message.data(), message.size());
  std::string hex;
  for (std::size_t i = 0; i < 8; ++i) hex += fmt::format("{:02x}", digest.at(i));
  return hex;
}

void read_areas(TableReader& reader, const std::filesystem::path& folder, Site& site, SiteFaults& faults) {
  const auto written = reader.text("areas", Need::optional, "a GeoJSON file");
  if (!written) return;
  site.areas_file = path_from(folder, *written);
  if (!is_usable_file(reader, "areas", *written, *site.areas_file)) return;
  AreaFileRead read = read_area_file(*site.areas_file);
  for (std::string& error : read.errors) faults.add_of_other_file(std::move(error));
  site.areas = std::move(read.areas);
}

void read_time_zone(TableReader& reader, Site& site) {
  constexpr std::string_view kZone = "a time zone such as Europe/London";
  const auto zone = reader.text("time_zone", Need::optional, kZone);
  if (zone && !is_time_zone(*zone))
    reader.refuse("time_zone", fmt::format("found {}, expected {}", shown(*zone), kZone));
  if (zone) site.time_zone = *zone;
}

void read_site_table(TableReader& root, Site& site, SiteFaults& faults) {
  const std::filesystem::path folder = site.file.parent_path();
  auto reader = root.table("site", "a table [site]");
  if (!reader) {
    if (!root.has("site")) root.refuse("site", "missing, expected a table [site] with a name");
    return;
  }
  site.name = reader->text("name", Need::required, "the name of this site").value_or("");
  site.journal = path_from(folder, reader->text("journal", Need::optional, "a folder").value_or("journal"));
  std::error_code error;
  if (std::filesystem::exists(site.journal, error) && !std::filesystem::is_directory(site.journal, error)) {
    reader->refuse("journal", fmt::format("{} is not a folder, expected a folder",
                                          shown(site.journal.filename().string())));
  }
  read_areas(*reader, folder, site, faults);
  read_time_zone(*reader, site);
  reader->refuse_unknown();
}

void read_stage_tables(TableReader& root, Site& site) {
  if (auto reader = root.table("anpr", "a table [anpr]")) {
    site.anpr.min_confidence = reader->number("min_confidence", Need::optional, {0, 1, "a probability"})
                                   .value_or(site.anpr.min_confidence);
    reader->refuse_unknown();
  }
  if (auto reader = root.table("thermal", "a table [thermal]")) {
    site.thermal.min_probability = reader->number("min_probability", Need::optional, {0, 1, "a probability"})
                                       .value_or(site.thermal.min_probability);
    site.thermal.priority =
        reader->whole_number("priority", {0, 100, "a priority"}).value_or(site.thermal.priority);
    site.thermal.group_from =
        reader->whole_number("group_from", {0, 1000, "contacts"}).value_or(site.thermal.group_from);
    if (site.thermal.group_from == 1)
      reader->refuse("group_from", "found 1, expected 0 for no groups, or at least 2 contacts");
    site.thermal.group_within_m = reader->number("group_within_m", Need::optional, {1, 1000, "metres"})
                                      .value_or(site.thermal.group_within_m);
    reader->refuse_unknown();
  }
}

Site read_site(const Setting& settings, const std::filesystem::path& file, const SiteStandIns& stand_ins,
               SiteFaults& faults) {
  Site site;
  site.file = std::filesystem::absolute(file).lexically_normal();
  const std::filesystem::path folder = site.file.parent_path();
  TableReader root(settings, {}, faults);
  read_site_table(root, site, faults);
  site.keys = read_keys(root, folder);
  site.channels = read_channels(root, folder, site.keys);
  site.hotlists = read_hotlists(root, folder, site.channels);
  site.feeds = read_feeds(root, folder, site.channels, stand_ins);
  read_stage_tables(root, site);
  site.own = read_own(root, folder);
  site.rules = read_rules(root, site);
  site.deeds = read_room(root);
  site.escalation = read_escalation(root);
  root.refuse_unknown();
  return site;
}

}  // namespace

SiteLoad load_site(const std::filesystem::path& file, const SiteStandIns& stand_ins) {
  SiteFaults faults;
  const auto bytes = read_site_bytes(file, faults);
  if (!bytes) return {std::nullopt, faults.lines(file), {}};
  return parse_site(*bytes, file, stand_ins);
}

SiteLoad parse_site(std::string_view bytes, const std::filesystem::path& file,
                    const SiteStandIns& stand_ins) {
  SiteFaults faults;
  SiteLoad load;
  if (const auto settings = parse_settings(bytes, faults)) {
    Site site = read_site(*settings, file, stand_ins, faults);
    site.version = version_of(bytes);
    for (const HotlistSite& hotlist : site.hotlists) {
      if (!hotlist.file.empty()) load.hotlists.push_back(hotlist);
    }
    if (faults.empty()) load.site = std::move(site);
  }
  load.errors = faults.lines(file);
  return load;
}

std::set<std::string> known_site_keys() {
  SiteFaults faults;
  const auto settings = parse_settings(
      "[site]\n[anpr]\n[thermal]\n[own]\n[keys]\n[room]\n[[escalation]]\n[[channel]]\n[[hotlist]]\n[[rule]]"
      "\n[[feed]]"
      "\nplace={}\nground={}"
      "\npose_error={}\nlens={}\n",
      faults);
  (void)read_site(settings.value(), "site.toml", {}, faults);
  return faults.known();
}

}  // namespace nightjar
