#pragma once

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>

namespace nightjar {

/// "2026-11-21T20:00:00.000Z" and so many seconds.
inline std::string at_s(double seconds) {
  const auto ms = static_cast<long>(seconds * 1000 + 0.5);
  const std::time_t whole = 1795291200 + ms / 1000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(whole), ms % 1000);
}

inline std::string plate_line(const std::string& mark, double from_s, double to_s,
                              const std::string& more = "", const std::string& feed = "lane") {
  return fmt::format(
      R"({{"feed":"{}","kind":"plate","mark":"{}","from":"{}","to":"{}","direction":"towards"{}}})"
      "\n",
      feed, mark, at_s(from_s), at_s(to_s), more);
}

inline std::string pass_line(const std::string& mark, double first_s, double last_s,
                             const std::string& outcome = "read", double confidence = 0.98,
                             const std::string& more = "", const std::string& feed = "lane") {
  return fmt::format(
      R"({{"record":"pass","feed":"{}","mark":"{}","confidence":{},"candidates":[{{"mark":"{}","probability":{}}}],)"
      R"("first_seen":"{}","last_seen":"{}","direction":"towards","outcome":"{}"{}}})"
      "\n",
      feed, mark, confidence, mark, confidence, at_s(first_s), at_s(last_s), outcome, more);
}

inline std::string hit_line(const std::string& alert, const std::string& mark, double at,
                            const std::string& event = "raised", const std::string& more = "",
                            const std::string& channel = "open", const std::string& feed = "lane") {
  return fmt::format(
      R"({{"record":"event","event":"{}","alert":"{}","kind":"vehicle_hit","channel":"{}","feed":"{}",)"
      R"("captured_at":"{}","vehicle":{{"mark":"{}","match":"exact"}}{}}})"
      "\n",
      event, alert, channel, feed, at_s(at), mark, more);
}

inline std::string heat_line(const std::string& id, double lat, double lon, const std::string& more = "",
                             const std::string& feed = "drone") {
  return fmt::format(R"({{"feed":"{}","kind":"heat","id":"{}","class":"person","lat":{:.9f},"lon":{:.9f}{}}})"
                     "\n",
                     feed, id, lat, lon, more);
}

inline std::string track_line(const std::string& id, double lat, double lon,
                              const std::string& outcome = "confirmed", const std::string& more = "",
                              const std::string& feed = "drone") {
  return fmt::format(
      R"({{"record":"track","feed":"{}","id":"{}","class":"person","probability":0.97,"lat":{:.9f},"lon":{:.9f},)"
      R"("ce90_m":1.2,"outcome":"{}"{}}})"
      "\n",
      feed, id, lat, lon, outcome, more);
}

/// A metre to the north, and about one to the east at 51 degrees north.
inline constexpr double kNorth1m_deg = 1 / 111'267.0;
inline constexpr double kEast1m_deg = 1 / 70'198.0;

/// A day's traffic of one lane with known mistakes, repeated every hundred passes.
struct MadeDay {
  std::string truth, records;
  std::size_t missed = 0, unread = 0, misread = 0, doubled = 0, strays = 0;
  std::size_t listed = 0, unalerted = 0, twice_alerted = 0, false_alerts = 0;
};

/// A mark of the current form, another for each number below 17 million.
inline std::string numbered_mark(std::size_t number) {
  static constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXY";
  std::string mark;
  for (int i = 0; i < 2; ++i, number /= kLetters.size()) mark += kLetters[number % kLetters.size()];
  mark += std::to_string(51 + number % 22);
  number /= 22;
  for (int i = 0; i < 3; ++i, number /= kLetters.size()) mark += kLetters[number % kLetters.size()];
  return mark;
}

inline MadeDay made_day(std::size_t passes, double every_s = 4) {
  static constexpr std::array<const char*, 3> kLights{"day", "dusk", "infra-red"};
  MadeDay day;
  std::size_t read = 0, unread = 0, raised = 0;
  std::string body;
  const auto record = [&](const std::string& mark, double from, double to, double confidence) {
    body += pass_line(mark, from, to, "read", confidence), ++read;
  };
  for (std::size_t i = 0; i < passes; ++i) {
    const double from = 1 + every_s * static_cast<double>(i), to = from + 2.5;
    const std::string mark = numbered_mark(i * 7919);
    const bool listed = i % 10 == 5;
    day.truth += plate_line(mark, from, to,
                            fmt::format(R"(,"light":"{}","width_px":{},"listed":{})", kLights.at(i / 40 % 3),
                                        50 + i * 37 % 150, listed ? "true" : "false"));
    const double confidence = 0.6 + 0.39 * static_cast<double>(i * 13 % 100) / 100;
    const std::size_t turn = i % 100;
    if (turn == 0) {
      ++day.missed;
    } else if (turn == 1) {
      body += pass_line("", from, to, "unread"), ++unread, ++day.unread;
    } else if (turn == 2 || turn == 52) {
      std::string wrong = mark;
      wrong[0] = wrong[0] == 'B' ? '8' : 'B';
      record(wrong, from, to, 0.55), ++day.misread;
    } else {
      record(mark, from, to, confidence);
    }
    if (turn == 3) record(mark, from + 2.6, to + 0.5, confidence), ++day.doubled;
    if (turn == 4) record("TR33", from, to, 0.2), ++day.strays;
    if (turn == 6) body += hit_line("f" + std::to_string(i), mark, from + 1), ++raised, ++day.false_alerts;
    if (!listed) continue;
    ++day.listed;
    if (turn == 15) {
      ++day.unalerted;
      continue;
    }
    const std::string alert = "a" + std::to_string(i);
    body += hit_line(alert, mark, from + 0.1 * static_cast<double>(i % 7)), ++raised;
    if (turn == 25) body += hit_line(alert + "b", mark, from + 1), ++raised, ++day.twice_alerted;
  }
  const double end_s = every_s * static_cast<double>(passes) + 10;
  const auto frames = static_cast<std::size_t>(25 * end_s);
  day.records = R"({"record":"replay","version":"0.1.0","build":"b1","cpu":"AVX2","site":"made",)"
                R"("inputs":[{"feed":"lane","sha256":"00"}],"drawn":["lane"]})"
                "\n" +
                body +
                fmt::format(R"({{"record":"feed","feed":"lane","kind":"anpr","from":"{}","to":"{}",)"
                            R"("frames":{{"decoded":{},"processed":{},"dropped":7,"broken":0}},)"
                            R"("outcomes":{{"passes begun":{},"passes read":{},"passes unread":{},)"
                            R"("passes unsure":0,"passes parked":0,"passes ignored":0,"alerts raised":{}}}}})"
                            "\n",
                            at_s(0), at_s(end_s), frames, frames - 7, read + unread, read, unread, raised);
  return day;
}

}  // namespace nightjar
