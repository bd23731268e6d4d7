#include "ingest/telemetry/klv_recording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/ingest/telemetry/made_ts.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;

class KlvRecordingFile : public ::testing::Test {
 protected:
  ~KlvRecordingFile() override { fs::remove(file_); }

  KlvRecording read(const Bytes& bytes) {
    std::ofstream(file_, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return read_klv_recording(file_);
  }

 private:
  fs::path file_ = fs::temp_directory_path() / ("klv_recording_test_" + std::to_string(getpid()));
};

constexpr std::uint64_t kStart_us = 1'763'755'200'000'000;

Bytes packet_at(double seconds) {
  return MadeKlv()
      .number(2, kStart_us + static_cast<std::uint64_t>(seconds * 1e6), 8)
      .balanced(13, 51, 90, 4)
      .balanced(14, -1.3, 180, 4)
      .spanned(75, 200, -900, 19000, 2)
      .packet();
}

std::vector<double> times_s(const KlvRecording& recording) {
  std::vector<double> times;
  for (const Telemetry& record : recording.records)
    times.push_back(static_cast<double>(record.measured_at.time_since_epoch().count() -
                                        static_cast<std::int64_t>(kStart_us)) /
                    1e6);
  return times;
}

TEST_F(KlvRecordingFile, gives_the_same_records_bare_and_from_a_transport_stream) {
  Bytes bare;
  MadeTs ts;
  for (int i = 0; i < 5; ++i) {
    bare += packet_at(i);
    ts.tables(0x15).unit(MadeTs::cell(packet_at(i)), 90'000U * static_cast<unsigned>(i));
  }
  EXPECT_THAT(times_s(read(bare)), ::testing::ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(times_s(read(ts.bytes())), ::testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(KlvRecordingFile, leaves_damaged_packets_out_and_says_so) {
  Bytes bytes = packet_at(0);
  Bytes damaged = packet_at(1);
  damaged.back() ^= 1;
  bytes += damaged;
  bytes += packet_at(2);
  const KlvRecording recording = read(bytes);
  EXPECT_THAT(times_s(recording), ::testing::ElementsAre(0, 2));
  EXPECT_THAT(recording.notes, Contains(HasSubstr("1 of 3 packets are damaged")));
}

TEST_F(KlvRecordingFile, keeps_what_comes_after_a_clock_was_set_back_an_hour) {
  Bytes bytes;
  for (const double seconds : {4000, 4001, 4002, 402, 403, 404}) bytes += packet_at(seconds);
  const KlvRecording recording = read(bytes);
  EXPECT_THAT(times_s(recording), ::testing::ElementsAre(402, 403, 404, 4000, 4001, 4002));
  EXPECT_THAT(recording.notes, Contains(HasSubstr("time runs back by 3600")));
}

TEST_F(KlvRecordingFile, knows_nothing_of_times_that_came_twice) {
  Bytes bytes;
  for (const double seconds : {0, 1, 2, 3, 4, 2, 3, 4, 5, 6}) bytes += packet_at(seconds);
  EXPECT_THAT(times_s(read(bytes)), ::testing::ElementsAre(0, 1, 5, 6));
}

TEST_F(KlvRecordingFile, leaves_out_a_single_wrong_time) {
  Bytes bytes;
  for (const double seconds : {0.0, 1.0, 3600.0, 2.0, 3.0}) bytes += packet_at(seconds);
  EXPECT_THAT(times_s(read(bytes)), ::testing::ElementsAre(0, 1, 2, 3));
}

TEST_F(KlvRecordingFile, uses_no_record_of_a_clock_that_runs_back_all_the_time) {
  Bytes bytes;
  for (int i = 300; i > 0; --i) {
    bytes += packet_at(1000.0 * i);
    bytes += packet_at(1000.0 * i + 1);
  }
  const KlvRecording recording = read(bytes);
  EXPECT_TRUE(recording.records.empty());
  EXPECT_THAT(recording.notes, Contains(HasSubstr("no record is used")));
}

TEST_F(KlvRecordingFile, throws_where_there_is_no_file) {
  EXPECT_THROW((void)read_klv_recording("/nonexistent/flight.klv"), std::runtime_error);
}

}  // namespace
}  // namespace nightjar
