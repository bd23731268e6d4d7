#include "tools/simulate/served_footage.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>

#include "config/site_file.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A port of this machine to which datagrams come.
class DatagramPort {
 public:
  DatagramPort() : socket_(socket(AF_INET, SOCK_DGRAM, 0)) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr address{};
    std::memcpy(&address, &own, sizeof(own));
    EXPECT_EQ(bind(socket_, &address, sizeof(own)), 0);
    socklen_t size = sizeof(address);
    getsockname(socket_, &address, &size);
    std::memcpy(&own, &address, sizeof(own));
    port_ = ntohs(own.sin_port);
    const timeval longest{5, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof(longest));
  }
  ~DatagramPort() { close(socket_); }
  DatagramPort(const DatagramPort&) = delete;
  DatagramPort& operator=(const DatagramPort&) = delete;

  [[nodiscard]] int port() const { return port_; }
  /// Empty where nothing came within five seconds.
  [[nodiscard]] std::string receive() const {
    std::string text(2000, '\0');
    const ssize_t size = recv(socket_, text.data(), text.size(), 0);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }

 private:
  int socket_;
  int port_ = 0;
};

class ServedFootageTest : public testing::Test {
 protected:
  static FootageOptions options() {
    FootageOptions options;
    options.seed = 2;
    options.drone_s = 2;
    options.lane = false;
    return options;
  }
  static void SetUpTestSuite() {
    folder_ = fs::path(testing::TempDir()) / ("nightjar_served_" + std::to_string(::getpid()));
    FootageProgress progress;
    ASSERT_TRUE(write_footage(folder_, options(), progress, {}));
  }
  static void TearDownTestSuite() { fs::remove_all(folder_); }
  static fs::path folder_;
};
fs::path ServedFootageTest::folder_;

TEST_F(ServedFootageTest, sends_the_pose_of_each_frame_as_the_drone_s_ground_station_would) {
  const DatagramPort port;
  const ServedFootage served(folder_, options(), 0, port.port());
  const DroneFlight flight(options().drone_footage().scene);
  int frame = -1;
  std::string last_t;
  for (int i = 0; i < 6; ++i) {
    const std::string line = port.receive();
    ASSERT_FALSE(line.empty());
    EXPECT_EQ(line.back(), '\n');
    const json record = json::parse(line);
    EXPECT_GT(record.at("t").get<std::string>(), last_t);
    last_t = record.at("t");
    const auto matches = [&](int index) {
      const Telemetry telemetry = flight.telemetry_at(index / options().flight.scene.fps);
      return std::abs(record.at("lat").get<double>() - telemetry.latitude_deg.value()) < 1e-9 &&
             std::abs(record.at("gimbal_yaw_deg").get<double>() - telemetry.gimbal_yaw_deg.value()) < 1e-4;
    };
    if (frame < 0) {
      for (int index = 0; index < 30 && frame < 0; ++index)
        if (matches(index)) frame = index;
      ASSERT_GE(frame, 0) << line;
    } else {
      frame = (frame + 1) % 30;
      EXPECT_TRUE(matches(frame)) << "frame " << frame << ": " << line;
    }
  }
}

TEST_F(ServedFootageTest, writes_a_site_file_for_its_cameras) {
  const ServedFootage served(folder_, options(), 0, 8601);
  ASSERT_EQ(served.addresses().size(), 1U);
  const SiteLoad load = load_site(folder_ / "site-rtsp.toml");
  EXPECT_TRUE(load.errors.empty()) << load.errors.front();
  ASSERT_TRUE(load.site);
  ASSERT_EQ(load.site->feeds.size(), 1U);
  EXPECT_EQ(load.site->feeds[0].uri, served.addresses()[0]);
  EXPECT_EQ(load.site->feeds[0].telemetry, "udp://127.0.0.1:8601");
}

TEST_F(ServedFootageTest, names_a_port_that_is_taken_and_a_recording_that_is_not_there) {
  const ServedFootage first({{"/clip", folder_ / "drone.mp4"}}, 0);
  const std::string address = first.addresses()[0];
  const std::string port =
      address.substr(address.rfind(':') + 1, address.rfind('/') - address.rfind(':') - 1);
  try {
    const ServedFootage second({{"/clip", folder_ / "drone.mp4"}}, std::stoi(port));
    FAIL() << "expected an error";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find(port), std::string::npos) << error.what();
  }
  try {
    const ServedFootage second({{"/clip", folder_ / "missing.mp4"}}, 0);
    FAIL() << "expected an error";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("missing.mp4"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace nightjar
