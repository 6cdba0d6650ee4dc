// Runs WebRTC's own audio processing (Debian trixie's 1.3) over files, as Offhook's runs: 10 ms frames at 48 kHz mono.
// driver FAR NEAR OUT NOISE GAIN: raw 16-bit samples; NOISE and GAIN are 0 or 1. Prints microseconds of CPU a frame.

#include <modules/audio_processing/include/audio_processing.h>

#include <ctime>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

constexpr int kRateHz = 48000;
constexpr size_t kFrame = kRateHz / 100;

std::vector<int16_t> Read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::vector<int16_t> samples(bytes.size() / 2);
  std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  return samples;
}

double CpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) return 2;
  const std::vector<int16_t> far = Read(arguments[1]);
  const std::vector<int16_t> near = Read(arguments[2]);
  std::vector<int16_t> out(near.size());
  if (far.size() < near.size() || near.size() < kFrame) return 2;

  rtc::scoped_refptr<webrtc::AudioProcessing> processing = webrtc::AudioProcessingBuilder().Create();
  webrtc::AudioProcessing::Config config;
  config.pipeline.maximum_internal_processing_rate = kRateHz;
  config.echo_canceller.enabled = true;
  config.high_pass_filter.enabled = true;
  config.noise_suppression.enabled = arguments[4][0] == '1';
  config.gain_controller2.enabled = arguments[5][0] == '1';
  config.gain_controller2.adaptive_digital.enabled = arguments[5][0] == '1';
  processing->ApplyConfig(config);

  const webrtc::StreamConfig mono(kRateHz, 1);
  int16_t unused[kFrame];
  const double begun = CpuSeconds();
  for (size_t at = 0; at + kFrame <= near.size(); at += kFrame) {
    if (processing->ProcessReverseStream(&far[at], mono, mono, unused) != 0) return 1;
    processing->set_stream_delay_ms(0);
    if (processing->ProcessStream(&near[at], mono, mono, &out[at]) != 0) return 1;
  }
  std::printf("%.1f\n", (CpuSeconds() - begun) * 1e6 / (near.size() / kFrame));
  std::ofstream file(arguments[3], std::ios::binary);
  file.write(reinterpret_cast<const char*>(out.data()), out.size() * 2);
  return file.good() ? 0 : 1;
}
