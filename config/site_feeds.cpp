#include <fmt/format.h>

#include "config/feed_address.hpp"
#include "config/feed_recording.hpp"
#include "config/site_tables.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kUri = "rtsp://, srt:// or udp:// and a host, or a file or folder";

const Bounds kLatitude{-90, 90, "degrees"};
const Bounds kLongitude{-180, 180, "degrees"};

void refuse_bad_address(TableReader& reader, const FeedSite& feed) {
  const auto refuse = [&](std::string_view found, std::string_view expected) {
    reader.refuse("uri", fmt::format("found {}{}, expected {}", shown(feed.uri), found, expected));
  };
  const auto address = parse_address(feed.uri);
  if (!address) {
    refuse("", "a host and a port from 1 to 65535 behind ://");
  } else if (address->scheme != "rtsp" && address->scheme != "srt" && address->scheme != "udp") {
    refuse("", kUri);
  } else if (address->scheme != "rtsp" && !address->port) {
    refuse(" without a port", fmt::format("{}://HOST:PORT", address->scheme));
  } else if (address->scheme == "rtsp" && address->host.empty()) {
    refuse(" without a host", kUri);
  } else if (feed.uri.find(' ') != std::string::npos) {
    refuse(" with a blank", "an address without");
  }
}

std::optional<PlaceSite> read_place(TableReader& feed) {
  auto reader = feed.table("place", "a table such as { lat = 51.01, lon = -1.15 }");
  if (!reader) return std::nullopt;
  PlaceSite place;
  place.latitude_deg = reader->number("lat", Need::required, kLatitude).value_or(0);
  place.longitude_deg = reader->number("lon", Need::required, kLongitude).value_or(0);
  place.bearing_deg = reader->number("bearing_deg", Need::optional, {0, 360, "degrees"});
  place.words = reader->text("words", Need::optional, "text").value_or("");
  place.towards = reader->text("towards", Need::optional, "text").value_or("");
  place.away = reader->text("away", Need::optional, "text").value_or("");
  reader->refuse_unknown();
  return place;
}

/// Whether it opens as a terrain, whose own words are the fault if not.
void refuse_bad_terrain(TableReader& reader, const TerrainSite& terrain) {
  try {
    const Terrain opened(terrain.file, {.datum = terrain.datum});
  } catch (const std::runtime_error& error) {
    reader.refuse("terrain", error.what());
  }
}

GroundSite read_ground(TableReader& feed, const std::filesystem::path& folder, double& error_m) {
  constexpr std::string_view kGround = "{ level_m = METRES } or { terrain = \"FILE\" }";
  auto reader = feed.table("ground", kGround);
  if (!reader) return {};
  GroundSite ground;
  error_m = reader->number("error_m", Need::optional, {0.001, 1000, "metres"}).value_or(error_m);
  if (reader->has("level_m") == reader->has("terrain")) {
    feed.refuse("ground", fmt::format("found {}, expected {}",
                                      reader->has("level_m") ? "both level_m and terrain"
                                                             : "neither level_m nor terrain",
                                      kGround));
  }
  if (const auto level =
          reader->number("level_m", Need::optional, {-500, 9000, "metres above the ellipsoid"})) {
    ground = *level;
  }
  if (const auto terrain = reader->text("terrain", Need::optional, "an elevation file")) {
    TerrainSite site{path_from(folder, *terrain)};
    site.datum = reader
                     ->choice<HeightDatum>("datum", {{"as-stated", HeightDatum::as_stated},
                                                     {"mean-sea-level", HeightDatum::mean_sea_level},
                                                     {"ellipsoid", HeightDatum::ellipsoid}})
                     .value_or(site.datum);
    const bool alone = !reader->has("level_m");
    if (is_usable_file(*reader, "terrain", *terrain, site.file) && alone) refuse_bad_terrain(*reader, site);
    ground = site;
  } else if (reader->has("datum")) {
    reader->refuse("datum", "found beside level_m, which is above the ellipsoid; expected only with terrain");
  }
  reader->refuse_unknown();
  return ground;
}

LensSite read_lens(TableReader& feed) {
  LensSite lens;
  auto reader = feed.table("lens", "a table such as { k1 = -0.21, k2 = 0.05 }");
  if (!reader) return lens;
  const auto coefficient = [&reader](std::string_view key) {
    return reader->number(key, Need::optional, {-100, 100, "a coefficient of OpenCV's lens model"})
        .value_or(0);
  };
  lens.distortion.k1 = coefficient("k1");
  lens.distortion.k2 = coefficient("k2");
  lens.distortion.k3 = coefficient("k3");
  lens.distortion.p1 = coefficient("p1");
  lens.distortion.p2 = coefficient("p2");
  lens.hfov_deg = reader->number("hfov_deg", Need::optional, {0.1, 170, "degrees"});
  lens.vfov_deg = reader->number("vfov_deg", Need::optional, {0.1, 170, "degrees"});
  reader->refuse_unknown();
  return lens;
}

PoseErrorSite read_pose_error(TableReader& feed) {
  PoseErrorSite error;
  auto reader = feed.table("pose_error", "a table such as { position_m = 1.0, attitude_deg = 1.0 }");
  if (!reader) return error;
  error.position_m =
      reader->number("position_m", Need::optional, {0.001, 1000, "metres"}).value_or(error.position_m);
  error.attitude_deg =
      reader->number("attitude_deg", Need::optional, {0.001, 90, "degrees"}).value_or(error.attitude_deg);
  reader->refuse_unknown();
  return error;
}

bool is_telemetry_scheme(std::string_view scheme) {
  return scheme == "udp" || scheme == "rtp" || scheme == "tcp";
}

std::optional<std::string> read_telemetry(TableReader& reader, const std::filesystem::path& folder,
                                          bool of_stand_in) {
  constexpr std::string_view kTelemetry = "a file, or udp://, rtp:// or tcp:// and HOST:PORT";
  auto written = reader.text("telemetry", Need::optional, kTelemetry);
  if (!written || of_stand_in) return std::nullopt;
  if (!has_scheme(*written)) {
    const std::filesystem::path file = path_from(folder, *written);
    is_usable_file(reader, "telemetry", *written, file);
    return file.string();
  }
  const auto address = parse_address(*written);
  if (!address || !is_telemetry_scheme(address->scheme) || address->host.empty() || !address->port) {
    reader.refuse("telemetry", fmt::format("found {}, expected {}", shown(*written), kTelemetry));
  }
  return written;
}

/// Nothing: found out from the pictures.
std::optional<HeatPalette> read_palette(TableReader& reader) {
  using Palette = std::optional<HeatPalette>;
  return reader
      .choice<Palette>("palette", {{"auto", std::nullopt},
                                   {"white-hot", HeatPalette::white_hot},
                                   {"black-hot", HeatPalette::black_hot},
                                   {"ironbow", HeatPalette::ironbow},
                                   {"bright-hot", HeatPalette::bright_hot},
                                   {"dark-hot", HeatPalette::dark_hot},
                                   {"rainbow", HeatPalette::rainbow}})
      .value_or(std::nullopt);
}

/// Keys that only one kind of feed has.
void refuse_keys_of_the_other_kind(TableReader& reader, FeedKind kind) {
  const bool anpr = kind == FeedKind::anpr;
  const std::vector<std::string_view> others =
      anpr ? std::vector<std::string_view>{"telemetry",      "telemetry_delay_ms",
                                           "ground",         "pose_error",
                                           "lens",           "palette",
                                           "screen_zones",   "expected",
                                           "sortie_profile", "sortie_ends_after_s"}
           : std::vector<std::string_view>{"place", "keep_reads_h", "ignore_zones"};
  for (const std::string_view key : others) {
    if (reader.has(key)) {
      reader.refuse(key, fmt::format("found on a feed of kind \"{}\", expected only where kind is \"{}\"",
                                     anpr ? "anpr" : "thermal", anpr ? "thermal" : "anpr"));
    }
  }
}

FeedSite read_feed(TableReader& reader, const std::filesystem::path& folder,
                   const std::vector<ChannelSite>& channels, const std::filesystem::path* stand_in) {
  FeedSite feed;
  using std::chrono::milliseconds;
  const auto kind =
      reader.choice<FeedKind>("kind", {{"anpr", FeedKind::anpr}, {"thermal", FeedKind::thermal}});
  if (!reader.has("kind")) reader.refuse("kind", "missing, expected anpr or thermal");
  feed.kind = kind.value_or(feed.kind);
  feed.uri = reader.text("uri", Need::required, kUri).value_or("");
  feed.transport = reader
                       .choice<RtspTransport>("transport", {{"auto", RtspTransport::automatic},
                                                            {"tcp", RtspTransport::tcp},
                                                            {"udp", RtspTransport::udp}})
                       .value_or(feed.transport);
  if (const auto latency = reader.whole_number("latency_ms", {0, 60000, "milliseconds"})) {
    feed.latency = milliseconds(*latency);
  }
  if (const auto silent = reader.number("silent_after_s", Need::optional, {1, 3600, "seconds"})) {
    feed.silent_after = milliseconds(static_cast<std::int64_t>(*silent * 1000));
  }
  feed.channel = read_channel_name(reader, Need::optional, channels);
  if (feed.channel.empty() && !channels.empty()) feed.channel = channels.front().name;
  feed.place = read_place(reader);
  feed.keep_reads_h =
      reader.number("keep_reads_h", Need::optional, {0, 8784, "hours"}).value_or(feed.keep_reads_h);
  feed.ignore_zones = read_picture_zones(reader, "ignore_zones");
  feed.telemetry = read_telemetry(reader, folder, stand_in != nullptr);
  if (const auto delay = reader.whole_number("telemetry_delay_ms", {-60000, 60000, "milliseconds"})) {
    feed.telemetry_delay = milliseconds(*delay);
  }
  feed.ground = read_ground(reader, folder, feed.ground_error_m);
  feed.pose_error = read_pose_error(reader);
  feed.lens = read_lens(reader);
  feed.palette = read_palette(reader);
  feed.screen_zones = read_picture_zones(reader, "screen_zones");
  read_sorties(reader, feed);
  feed.fps = reader.number("fps", Need::optional, {0.001, 1000, "pictures a second"});
  feed.started_at = reader.instant("started_at");
  if (kind) refuse_keys_of_the_other_kind(reader, *kind);
  bool recording = !feed.uri.empty() && !has_scheme(feed.uri);
  if (recording) feed.path = path_from(folder, feed.uri);
  feed.record = read_record(reader, feed, folder);
  if (stand_in != nullptr) {
    feed.uri = stand_in->string();
    feed.path = *stand_in;
    feed.record.reset();  // of the live feed
    recording = true;
  }
  if (recording) {
    refuse_undated_recording(reader, feed);
  } else if (!feed.uri.empty()) {
    refuse_bad_address(reader, feed);
  }
  return feed;
}

}  // namespace

std::vector<FeedSite> read_feeds(TableReader& root, const std::filesystem::path& folder,
                                 const std::vector<ChannelSite>& channels, const SiteStandIns& stand_ins) {
  std::vector<FeedSite> feeds;
  std::vector<std::string> names;
  if (!root.has("feed")) root.refuse("feed", "missing, expected at least one [[feed]]");
  for (TableReader& reader : root.tables("feed")) {
    const std::string name = read_name(reader, names);
    const auto stand_in = stand_ins.find(name);
    FeedSite feed =
        read_feed(reader, folder, channels, stand_in == stand_ins.end() ? nullptr : &stand_in->second);
    feed.name = name;
    reader.refuse_unknown();
    if (name.empty()) continue;
    names.push_back(name);
    feeds.push_back(std::move(feed));
  }
  return feeds;
}

}  // namespace nightjar
