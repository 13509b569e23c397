"""The command line behind `make deploy` and `make destroy`.

python -m infra.aws deploy --stage prod [--domain …] [--certificate …] [--alarm-email …]
python -m infra.aws destroy --stage prod [--data delete]
"""

import argparse
import sys

from infra.aws import checks, deploy, destroy
from infra.aws.faults import explained
from infra.aws.place import HOUSE, DeployError, Place

_PARAMETERS = {
    "domain": "DomainName",
    "certificate": "CertificateArn",
    "alarm_email": "AlarmEmail",
}


def main(arguments: list[str]) -> int:
    """Run the command; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        with explained():
            _run(options)
    except DeployError as error:
        sys.stderr.write(f"\nStopped: {error}\nWhat to do: {error.remedy}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped by you. Run the same command again to go on.\n")
        return 130
    return 0


def _run(options: argparse.Namespace) -> None:
    checks.stage(options.stage, HOUSE)
    place = Place(stage=options.stage, region=checks.region())
    if options.command == "destroy":
        destroy.run(place, data_word=options.data, take_over=options.take_over)
        return
    given = {
        parameter: getattr(options, name)
        for name, parameter in _PARAMETERS.items()
        if getattr(options, name) is not None
    }
    deploy.run(place, given, take_over=options.take_over)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="infra.aws", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", choices=["deploy", "destroy"])
    parser.add_argument("--stage", default="", help="one of the stages in .chalice/config.json")
    parser.add_argument("--domain", help='your own domain; "" goes back to CloudFront\'s')
    parser.add_argument("--certificate", help="the domain's certificate in us-east-1, an ARN")
    parser.add_argument("--alarm-email", help="who gets mail from alarms")
    parser.add_argument("--data", default="", help='destroy: "delete" deletes tables and key')
    parser.add_argument(
        "--take-over", action="store_true", help="go on although another run seems to be under way"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
