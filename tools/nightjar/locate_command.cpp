#include "tools/nightjar/locate_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "ingest/utc_time.hpp"
#include "tools/locate/locatable_file.hpp"
#include "tools/locate/record_locator.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

/// To seven decimals: a centimetre.
double rounded_deg(double angle_deg) {
  return std::round(angle_deg * 1e7) / 1e7;
}

double rounded_m(double length_m) {
  return std::round(length_m * 100) / 100;
}

Json json_of(const LocatableRecord& record, const LocatedRecord& located) {
  Json line{{"t", nullptr}};
  if (record.measured_at) line["t"] = format_utc_exact(*record.measured_at);
  if (record.cue) line["cue_s"] = std::chrono::duration<double>(*record.cue).count();
  for (const char* key : {"lat", "lon", "ce90_m", "slant_m", "surface", "reported"}) line[key] = nullptr;
  if (located.hit) {
    line["lat"] = rounded_deg(located.hit->latitude_deg);
    line["lon"] = rounded_deg(located.hit->longitude_deg);
    line["ce90_m"] = rounded_m(located.ce90_m);
    line["slant_m"] = rounded_m(located.hit->slant_range_m);
    line["surface"] = located.surface;
  }
  if (record.reported_centre) {
    line["reported"] = {{"lat", rounded_deg(record.reported_centre->latitude_deg)},
                        {"lon", rounded_deg(record.reported_centre->longitude_deg)}};
  }
  const Telemetry& sensor = record.telemetry;
  if (sensor.latitude_deg && sensor.longitude_deg) {
    line["sensor"] = {{"lat", rounded_deg(*sensor.latitude_deg)},
                      {"lon", rounded_deg(*sensor.longitude_deg)}};
    if (sensor.height_m) line["sensor"]["height_m"] = rounded_m(*sensor.height_m);
  }
  line["notes"] = located.notes;
  return line;
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<Eigen::Vector2d> pair_of(const std::string& text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string::npos) return std::nullopt;
  const auto first = number_of(std::string_view(text).substr(0, comma));
  const auto second = number_of(std::string_view(text).substr(comma + 1));
  if (!first || !second) return std::nullopt;
  return Eigen::Vector2d(*first, *second);
}

/// What the command line says, or what is wrong with it.
class LocateWishes {
 public:
  explicit LocateWishes(const LocateCommandOptions& given) {
    wish.pose_error = given.pose_error;
    take_size(given.size);
    take_pixel(given.pixel, given.size);
    take_ground(given.ground);
    if (given.terrain.empty()) return;
    try {
      wish.terrain = std::make_shared<Terrain>(given.terrain);
    } catch (const std::runtime_error& error) {
      faults.emplace_back(error.what());
    }
  }

  LocateOptions wish;
  std::vector<std::string> faults;

 private:
  void complain(const char* option, const std::string& found, const char* expected) {
    faults.push_back(
        fmt::format("{}: found {}, expected {}", option, found.empty() ? "nothing" : found, expected));
  }

  void take_size(const std::string& text) {
    if (text.empty()) return;
    constexpr double kMost_px = 65536;
    const auto size = pair_of(text);
    const auto fits = [](double px) { return px >= 1 && px <= kMost_px && px == std::floor(px); };
    if (!size || !fits(size->x()) || !fits(size->y()))
      return complain("--size", text, "W,H in pixels, such as 640,512");
    wish.size = {static_cast<int>(size->x()), static_cast<int>(size->y())};
  }

  void take_pixel(const std::string& text, const std::string& size) {
    if (text.empty()) return;
    if (size.empty()) return complain("--size", size, "the size of the picture that --pixel is of");
    wish.pixel = pair_of(text);
    const auto within = [](double px, int count) { return px >= -0.5 && px <= count - 0.5; };
    if (!wish.pixel || !within(wish.pixel->x(), wish.size.width) ||
        !within(wish.pixel->y(), wish.size.height))
      complain("--pixel", text, "U,V within the picture, 0,0 the middle of its top left pixel");
  }

  void take_ground(const std::string& text) {
    if (text.empty()) return;
    wish.ground_m = number_of(text);
    if (!wish.ground_m || *wish.ground_m < -1000 || *wish.ground_m > 10000)
      complain("--ground", text, "metres above the ellipsoid, from -1000 to 10000");
  }
};

}  // namespace

int locate_records(const LocateCommandOptions& options, std::ostream& out, std::ostream& err) {
  const LocateWishes wishes(options);
  for (const std::string& fault : wishes.faults) err << printable(fault) << '\n';
  if (!wishes.faults.empty()) return 2;
  if (wishes.wish.terrain) {
    for (const std::string& note : wishes.wish.terrain->notes()) err << printable(note) << '\n';
  }
  const RecordLocator locator(wishes.wish);
  const LocatableRead read = read_locatable(options.telemetry, [&](const LocatableRecord& record) {
    out << json_of(record, locator.locate(record)).dump(-1, ' ', false, Json::error_handler_t::replace)
        << '\n';
  });
  out << std::flush;
  for (const std::string& line : read.errors) err << printable(line) << '\n';
  for (const std::string& line : read.remarks) err << printable(line) << '\n';
  err << std::flush;
  return read.errors.empty() ? 0 : 2;
}

void add_locate_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<LocateCommandOptions>();
  CLI::App* command =
      app.add_subcommand("locate", "Where the records of a telemetry file look: one JSON line a record");
  command
      ->add_option("TELEMETRY", options->telemetry,
                   "MISB KLV, bare or in an MPEG transport stream, DJI's .SRT, or JSON lines")
      ->required();
  command->add_option("--pixel", options->pixel,
                      "U,V of the pixel to be placed; without it, the picture's middle");
  command->add_option("--size", options->size, "W,H of the picture that the pixel is of");
  command->add_option("--terrain", options->terrain, "Heights of the ground: GeoTIFF or ASC");
  command->add_option("--ground", options->ground, "Level ground, metres above the ellipsoid");
  command
      ->add_option("--position-error", options->pose_error.position_m,
                   "Standard error of the sensor's position, metres on each axis")
      ->check(CLI::Range(0.0, 10'000.0))
      ->capture_default_str();
  command
      ->add_option("--attitude-error", options->pose_error.attitude_deg,
                   "Standard error of the line of sight's angles, degrees on each axis")
      ->check(CLI::Range(0.0, 90.0))
      ->capture_default_str();
  command->footer(
      "The first surface that a line of sight meets: terrain, --ground, the reported elevation of the "
      "frame's "
      "centre where it agrees with the slant range, the slant range.\n"
      "Exit code: 0 done, 2 wrong input; what could be read of it is printed.");
  command->callback([options, &exit_code] { exit_code = locate_records(*options, std::cout, std::cerr); });
}

}  // namespace nightjar
