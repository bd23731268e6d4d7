#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "alerts/alert.hpp"
#include "alerts/alert_deed.hpp"
#include "alerts/escalation.hpp"
#include "alerts/heat_rules.hpp"
#include "config/picture_zone.hpp"
#include "ingest/frame_notes.hpp"
#include "ingest/frame_source_options.hpp"
#include "processing/ground/area.hpp"
#include "processing/ground/camera_model.hpp"
#include "processing/ground/terrain.hpp"
#include "processing/hotlist/hotlist_match.hpp"
#include "processing/thermal/heat_palette.hpp"

namespace nightjar {

struct ChannelSite {
  std::string name;
  std::string live;  ///< ZeroMQ endpoint of the stream
  std::string desk;  ///< ZeroMQ endpoint for questions; may be empty until something asks there
  bool restricted = false;
  bool encrypted = false;         ///< then the site has keys
  std::filesystem::path clients;  ///< folder of the keys that may come in, absolute; empty without encryption
  int retention_days = 30;
  /// Protective markings that the channel may carry where it is not restricted; others count as covert.
  std::vector<std::string> open_markings = HotlistTerms{}.open_markings;
};

struct HotlistSite {
  std::string name;
  std::filesystem::path file;  ///< absolute
  std::string channel;
  Matching matching = Matching::exact;
  AlertHandling handling = AlertHandling::alarm;
  std::optional<double> max_age_h;
  int priority = 50;  ///< 0 highest to 100
  int max_bad_lines = 10;
  std::map<std::string, AlertHandling> handling_by_action;  ///< by upper-case action, before `handling`
  double threshold = HotlistTerms{}.threshold;              ///< a less probable match is counted, not told
  double quiet_min = 30;  ///< before a further sighting of the same vehicle alerts again
  std::optional<std::string> restricted_channel;  ///< of covert entries; nothing: the site has none
  std::vector<std::string> open_markings;         ///< of the list's channel
};

/// Where a fixed camera stands.
struct PlaceSite {
  double latitude_deg = 0;
  double longitude_deg = 0;
  std::optional<double> bearing_deg;  ///< the way the camera looks
  std::string words;
  std::string towards;  ///< words for traffic that comes towards the camera
  std::string away;
};

struct PoseErrorSite {
  double position_m = 3.0;    ///< standard deviation on each of north, east, up
  double attitude_deg = 2.0;  ///< standard deviation on each of heading, pitch, roll
};

/// An elevation file.
struct TerrainSite {
  std::filesystem::path file;  ///< absolute
  HeightDatum datum = HeightDatum::as_stated;
};

/// The ground under a drone: a level above the ellipsoid, or a terrain.
using GroundSite = std::variant<std::monostate, double, TerrainSite>;

/// Of a drone's camera.
struct LensSite {
  LensDistortion distortion;
  std::optional<double> hfov_deg;  ///< full angles of view, where the telemetry states none
  std::optional<double> vfov_deg;
};

enum class FeedKind { anpr, thermal };

/// When pictures of a feed are to be expected, so that none are a fault.
enum class FeedExpected {
  always,
  sortie,  ///< while its drone flies
};

/// The flights of a feed that rests between them.
struct SortieSite {
  SortieProfile profile = SortieProfile::watch;  ///< of one that nobody started
  std::chrono::seconds ends_after{120};          ///< without a picture, where nobody started it
};

/// The force's own people and cars.
struct OwnSite {
  std::optional<std::string> positions;  ///< absolute path, or udp:// or tcp://HOST:PORT of JSON lines
  std::chrono::seconds stale_after{30};  ///< an older position names nothing
};

struct FeedSite {
  std::string name;
  FeedKind kind = FeedKind::anpr;
  std::string uri;             ///< as written, may carry a password: never log it
  std::filesystem::path path;  ///< absolute, where the uri is a file or a folder; else empty
  RtspTransport transport = RtspTransport::automatic;
  std::chrono::milliseconds latency{200};  ///< RTSP jitter buffer
  std::chrono::milliseconds silent_after{10000};
  std::string channel;  ///< for heat contacts and the feed's health; the first channel if not given
  std::optional<PlaceSite> place;
  double keep_reads_h = 1;
  std::vector<PictureZone> ignore_zones;  ///< where plates are never read
  std::optional<std::string> telemetry;   ///< absolute path, or udp:// or tcp://HOST:PORT of JSON lines
  std::chrono::milliseconds telemetry_delay{0};  ///< of its times against the pictures
  GroundSite ground;
  double ground_error_m = 1.0;  ///< standard deviation of its height
  PoseErrorSite pose_error;
  LensSite lens;
  std::optional<HeatPalette> palette;     ///< of 8-bit thermal video; nothing: found out from the pictures
  std::vector<PictureZone> screen_zones;  ///< where the video bears text or symbols
  std::optional<double> fps;
  std::optional<CaptureTime> started_at;
  std::optional<RecordingOptions> record;  ///< of a live feed
  FeedExpected expected = FeedExpected::always;
  SortieSite sortie;
};

/// Defaults of the plate chain that a site may change.
struct AnprSite {
  double min_confidence = 0.9;  ///< of the whole mark, before a read is handed on as confident
};

/// Defaults of the heat chain that a site may change.
struct ThermalSite {
  double min_probability = 0.5;  ///< of a contact, before an alert is raised
  int priority = 40;
  int group_from = 5;          ///< animals that are told as one; 0: never
  double group_within_m = 15;  ///< between neighbours of a group
};

/// One [[rule]]: which contacts are told, and how.
struct RuleSite {
  HeatRule heat;                   ///< its channel is empty where the feed's own is meant
  std::vector<std::string> feeds;  ///< empty: all thermal ones
};

/// Where the keys of a site's encrypted channels are, absolute.
struct KeysSite {
  std::filesystem::path server;                ///< the worker's secret key
  std::filesystem::path clients;               ///< folder of the public keys that may come in
  std::optional<std::filesystem::path> local;  ///< a client's secret key, for commands on this machine
};

/// One site file, understood.
struct Site {
  std::string name;
  std::filesystem::path file;
  std::string version;  ///< SHA-256 of the site file's bytes, first 16 hex digits
  std::filesystem::path journal;
  std::string time_zone = "Europe/London";  ///< of the hours in rules
  std::optional<std::filesystem::path> areas_file;
  std::vector<Area> areas;  ///< of that file
  std::optional<KeysSite> keys;
  std::vector<ChannelSite> channels;
  std::vector<HotlistSite> hotlists;
  std::vector<FeedSite> feeds;
  AnprSite anpr;
  ThermalSite thermal;
  OwnSite own;
  std::vector<RuleSite> rules;  ///< in the file's order: the first that fits counts
  DeedTerms deeds;              ///< [room]
  std::vector<EscalationStep> escalation = usual_escalation();  ///< by priority, the most urgent first
};

}  // namespace nightjar
