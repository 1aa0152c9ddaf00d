export const id = "deploy-staging";
export const ids = ["deploy-staging"];
export const modules = {

/***/ 71419:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/attestation/check.js
var check = __webpack_require__(69208);
// EXTERNAL MODULE: ./src/desired/deploy.js + 52 modules
var deploy = __webpack_require__(14507);
// EXTERNAL MODULE: ./src/engine/choose.js
var choose = __webpack_require__(62931);
// EXTERNAL MODULE: ./src/execute/deploy.js
var execute_deploy = __webpack_require__(20390);
// EXTERNAL MODULE: ./src/execute/recorded.js + 2 modules
var recorded = __webpack_require__(40935);
// EXTERNAL MODULE: ./src/host/ssh/address.js
var address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/inputs/groups/connection.js
var connection = __webpack_require__(17470);
// EXTERNAL MODULE: ./src/inputs/groups/deploy.js
var groups_deploy = __webpack_require__(31701);
// EXTERNAL MODULE: ./src/inputs/groups/recording.js
var recording = __webpack_require__(44767);
;// CONCATENATED MODULE: ./src/inputs/deploy-staging.js



/** What `deploy-staging` accepts and returns. */
const deployStaging = {
    does: 'deploy',
    inputs: {
        ...(0,groups_deploy/* deployInputs */.xR)({
            composeFile: 'docker-compose.staging.yml',
            environmentFile: '.env.staging',
            strategy: 'rolling',
            backup: 'never',
            bake: '0',
        }),
        host: connection/* connectionInputs */.e.host,
        ...(0,recording/* recordingInputs */.b)('staging'),
    },
    outputs: groups_deploy/* deployOutputs */.gf,
};

// EXTERNAL MODULE: ./src/observe/fleet.js + 3 modules
var fleet = __webpack_require__(17269);
// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
// EXTERNAL MODULE: ./src/summary/deploy.js
var summary_deploy = __webpack_require__(3403);
// EXTERNAL MODULE: ./src/summary/deploy-outputs.js
var deploy_outputs = __webpack_require__(30236);
;// CONCATENATED MODULE: ./actions/deploy-staging.js











/** Deploys a digest to one server: fast, automatic, and undone by the server itself when anything goes wrong. */
const run = () => (0,run_action/* runAction */.C)(deployStaging, async (inputs, runner) => {
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    runner.log.info(`Deploy ${inputs.image} to ${inputs.host}`);
    const engine = await (0,choose/* engineOf */.k)(inputs.engine);
    const scheduler = inputs.host;
    const resolveDesired = async () => ({
        desired: await (0,deploy/* resolveDesiredState */.k)(inputs, runner, {
            ...{ hosts: 1, schedulerOf: () => scheduler },
            production: inputs['environment-name'] === 'production',
        }),
        scheduler,
    });
    const settings = {
        parallel: 1,
        onUnreachable: 'refuse',
        diagnosisFolder: inputs['diagnosis-folder'],
    };
    const opening = (0,fleet/* observeFleet */.H)(engine, targets, jump, settings, resolveDesired, runner);
    const deployed = await (0,fleet/* withFleet */.x)(opening, runner, async (fleet) => {
        await (0,check/* checkAttestations */.Y)(fleet, inputs, runner);
        return await (0,recorded/* recordedOnGitHub */.l)(fleet, inputs, 'staging', runner, () => (0,execute_deploy/* deploy */.g)(engine, fleet, inputs['dry-run'], runner));
    });
    return {
        reason: deployed.result,
        outputs: (0,deploy_outputs/* deployOutputsOf */.t)(deployed),
        summary: (0,summary_deploy/* deploySummary */.e)(deployed, runner.clock.now()),
    };
});


/***/ })

};
