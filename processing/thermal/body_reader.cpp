#include "processing/thermal/body_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <tuple>
#include <vector>

#include "processing/thermal/models.hpp"

namespace nightjar {

double BodyLook::body() const {
  const double most = std::max({person, animal, vehicle});
  return most + std::log((std::exp(person - most) + std::exp(animal - most) + std::exp(vehicle - most)) / 3);
}

namespace {

constexpr double kClear = 2.5;       // nats, for or against a body, that a mirror image does not change
constexpr double kClearClass = 1.5;  // of the likeliest class over the next, likewise

bool is_clear(const BodyLook& look) {
  const double body = look.body();
  if (body < -kClear) return true;
  std::array<double, 3> classes{look.person, look.animal, look.vehicle};
  std::sort(classes.begin(), classes.end());
  return body > kClear && classes[2] - classes[1] > kClearClass;
}

BodyReading halfway(const BodyReading& a, const BodyReading& b) {
  return {{(a.look.person + b.look.person) / 2, (a.look.animal + b.look.animal) / 2,
           (a.look.vehicle + b.look.vehicle) / 2},
          (a.middle_m + b.middle_m) / 2};
}

}  // namespace

struct BodyReader::Network {
  cv::dnn::Net net;
  cv::Mat mirrored, about = cv::Mat(1, std::tuple_size_v<decltype(SpotPatch::about)>, CV_32F);
  std::vector<cv::Mat> out;
  const std::vector<cv::String> outputs{"scores", "middle"};

  explicit Network(std::span<const std::byte> model)
      : net(cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(model.data()), model.size())) {
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  }

  /// One image at a time: several together take longer for each.
  BodyReading read(const cv::Mat& pixels) {
    net.setInput(pixels, "patch");
    net.setInput(about, "about");
    net.forward(out, outputs);
    const auto* of = out[0].ptr<float>();      // thing, person, animal, vehicle
    const auto* middle = out[1].ptr<float>();  // right, down
    const auto over_thing = [of](int which) { return double{of[which]} - double{of[0]}; };
    return {{over_thing(1), over_thing(2), over_thing(3)}, {middle[0], middle[1]}};
  }
};

BodyReader::BodyReader() = default;
BodyReader::~BodyReader() = default;
BodyReader::BodyReader(BodyReader&&) noexcept = default;
BodyReader& BodyReader::operator=(BodyReader&&) noexcept = default;

/// Where what it shows leaves a doubt, its mirror image is looked at as well: they are one spot, and are
/// misread apart.
BodyReading BodyReader::read(const SpotPatch& patch) {
  std::unique_ptr<Network>& fitting = patch.squeezed ? gained_ : measured_;
  if (!fitting)
    fitting = std::make_unique<Network>(patch.squeezed ? body_reader_gain_model() : body_reader_model());
  Network& network = *fitting;
  std::copy(patch.about.begin(), patch.about.end(), network.about.ptr<float>());
  const BodyReading plain = network.read(patch.pixels);
  if (is_clear(plain.look)) return plain;
  network.mirrored.create(patch.pixels.dims, patch.pixels.size.p, CV_32F);
  const cv::Size as_rows(SpotPatch::kSide, SpotPatch::layers * SpotPatch::kSide);
  const cv::Mat rows(as_rows, CV_32F, const_cast<float*>(patch.pixels.ptr<float>()));
  cv::Mat flipped(as_rows, CV_32F, network.mirrored.ptr<float>());
  cv::flip(rows, flipped, 1);
  BodyReading mirrored = network.read(network.mirrored);
  mirrored.middle_m.x = -mirrored.middle_m.x;
  return halfway(plain, mirrored);
}

}  // namespace nightjar
