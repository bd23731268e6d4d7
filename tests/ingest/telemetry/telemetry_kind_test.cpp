#include "ingest/telemetry/telemetry_kind.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace nightjar {
namespace {

const std::string kLabel("\x06\x0e\x2b\x34\x02\x0b\x01\x01\x0e\x01\x03\x01\x01\x00\x00\x00", 16);

std::string packets(std::size_t count, std::size_t size, std::size_t before) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) {
    std::string packet(size, 'x');
    packet[before] = '\x47';
    bytes += packet;
  }
  return bytes;
}

TEST(TelemetryKind, is_told_by_content) {
  EXPECT_EQ(telemetry_kind_of("{\"t\":\"2026-11-21T20:00:00Z\"}\n"), TelemetryKind::json_lines);
  EXPECT_EQ(telemetry_kind_of("\xEF\xBB\xBF\n {\"t\":"), TelemetryKind::json_lines);
  EXPECT_EQ(telemetry_kind_of("1\r\n00:00:00,000 --> 00:00:01,000\r\nGPS"), TelemetryKind::dji_srt);
  EXPECT_EQ(telemetry_kind_of("\xEF\xBB\xBF"
                              "1\n00:00:00.000 --> 00:00:01.000\n"),
            TelemetryKind::dji_srt);
  EXPECT_EQ(telemetry_kind_of(kLabel + "\x05"), TelemetryKind::klv);
  EXPECT_EQ(telemetry_kind_of("cut off" + kLabel), TelemetryKind::klv);
  EXPECT_EQ(telemetry_kind_of(packets(5, 188, 0)), TelemetryKind::mpeg_ts);
  EXPECT_EQ(telemetry_kind_of(packets(2, 188, 0)), TelemetryKind::mpeg_ts);
  EXPECT_EQ(telemetry_kind_of(packets(5, 188, 70)), TelemetryKind::mpeg_ts);
  EXPECT_EQ(telemetry_kind_of(packets(5, 192, 4)), TelemetryKind::mpeg_ts);
  std::string with_label = packets(5, 188, 0);
  with_label.replace(200, kLabel.size(), kLabel);
  EXPECT_EQ(telemetry_kind_of(with_label), TelemetryKind::mpeg_ts) << "metadata in its packets";
}

TEST(TelemetryKind, is_none_for_other_things) {
  for (const std::string text :
       {"", "G", "hello\nworld\n", "1\n00:00:0x,000 --> 00:00:01,000\n", "\x89PNG\r\n"})
    EXPECT_FALSE(telemetry_kind_of(text)) << text;
  EXPECT_FALSE(telemetry_kind_of(kLabel.substr(0, 15)));
  EXPECT_FALSE(telemetry_kind_of(std::string(4000, '\0')));
  EXPECT_THROW(static_cast<void>(telemetry_kind("no/such/file")), std::runtime_error);
  EXPECT_THROW(static_cast<void>(telemetry_kind(std::filesystem::temp_directory_path())), std::runtime_error);
}

TEST(TelemetryKind, knows_real_files) {
  const std::filesystem::path folder = std::filesystem::path(NIGHTJAR_SHARED_DATA) / "telemetry";
  if (!std::filesystem::exists(folder / "p4_rtk.SRT"))
    GTEST_SKIP() << "there is no real telemetry beside the checkout";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string end = entry.path().extension();
    const auto kind = telemetry_kind(entry.path());
    if (entry.file_size() == 0) {
      EXPECT_FALSE(kind) << entry.path();
    } else if (end == ".ts") {
      EXPECT_EQ(kind, TelemetryKind::mpeg_ts) << entry.path();
    } else if (end == ".klv") {
      EXPECT_EQ(kind, TelemetryKind::klv) << entry.path();
    } else {
      EXPECT_EQ(kind, TelemetryKind::dji_srt) << entry.path();
    }
  }
}

}  // namespace
}  // namespace nightjar
